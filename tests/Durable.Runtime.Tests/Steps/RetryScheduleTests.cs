using Durable.Steps;
using Durable.Tests.Harness;

namespace Durable.Tests.Steps;

[Proves("B-STEP-1")]
public sealed class RetryScheduleTests
{
    private static readonly StepPolicy s_exact = new() { MaxAttempts = 0, Jitter = false };

    [Theory]
    [InlineData(Backoff.Exponential, new[] { 1, 2, 4, 8, 16, 32, 60, 60, 60 })]
    [InlineData(Backoff.Linear, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(Backoff.Constant, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    public void Delay_ByBackoff_GrowsToTheCap(Backoff backoff, int[] seconds)
    {
        var policy = s_exact with { Backoff = backoff };

        var delays = Enumerable.Range(1, seconds.Length).Select(attempt => RetrySchedule.DelayAfter(policy, attempt, TimeSpan.Zero, null, 0.5));

        Assert.Equal(seconds.Select(second => (TimeSpan?)TimeSpan.FromSeconds(second)), delays);
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(3, 2, true)]
    [InlineData(3, 3, false)]
    [InlineData(0, 1_000_000, true)]
    public void Delay_ByAttempts_EndsAtTheLast(int maxAttempts, int attempt, bool goesOn) =>
        Assert.Equal(goesOn, RetrySchedule.DelayAfter(s_exact with { MaxAttempts = maxAttempts }, attempt, TimeSpan.Zero, null, 0) is not null);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 2)]
    [InlineData(0.999, 7.992)]
    public void Delay_WithJitter_IsDrawnFromZeroToTheComputedOne(double chance, double seconds) =>
        Assert.Equal(seconds, RetrySchedule.DelayAfter(s_exact with { Jitter = true }, 4, TimeSpan.Zero, null, chance)!.Value.TotalSeconds, precision: 3);

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void Delay_RetryFor_StartsNoAttemptLater(int elapsed, bool goesOn)
    {
        var policy = s_exact with { RetryFor = TimeSpan.FromSeconds(10) };

        Assert.Equal(goesOn, RetrySchedule.DelayAfter(policy, 1, TimeSpan.FromSeconds(elapsed), null, 0) is not null);
    }

    [Fact]
    public void Delay_AskedFor_IsNeitherCappedNorJittered() =>
        Assert.Equal(
            TimeSpan.FromHours(5),
            RetrySchedule.DelayAfter(s_exact with { Jitter = true }, 1, TimeSpan.Zero, TimeSpan.FromHours(5), 0.1));

    [Fact]
    public void Delay_AskedForAfterTheLastAttempt_IsNone() =>
        Assert.Null(RetrySchedule.DelayAfter(s_exact with { MaxAttempts = 2 }, 2, TimeSpan.Zero, TimeSpan.FromSeconds(1), 0));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Delay_AfterVeryManyAttempts_StaysANumber(int retryDelay)
    {
        var policy = s_exact with { RetryDelay = TimeSpan.FromSeconds(retryDelay) };

        Assert.Equal(TimeSpan.FromMinutes(retryDelay), RetrySchedule.DelayAfter(policy, int.MaxValue, TimeSpan.Zero, null, 0));
    }
}
