namespace Durable.Tests.Hosting;

// Options state their range and are checked when the host starts.
public sealed class OptionTests
{
    public static TheoryData<Action<WorkerOptions>> OutOfRange => new(
        options => options.MaxConcurrentRuns = 0,
        options => options.MaxConcurrentRuns = 1_000_001,
        options => options.MaxConcurrentSteps = 0,
        options => options.LeaseDuration = TimeSpan.FromMilliseconds(999),
        options => options.LeaseDuration = TimeSpan.FromHours(2),
        options => options.StopTimeout = TimeSpan.FromTicks(-1),
        options => options.IdleEviction = TimeSpan.FromTicks(-1),
        options => options.Queues = ["fine", "not fine"]);

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public async Task Start_WorkerOptionOutOfRange_IsRefused(Action<WorkerOptions> configure)
    {
        var refused = await Assert.ThrowsAsync<DurableException>(() => DurableHost.StartAsync(
            durable => durable.AddWorkflow<EchoWorkflow>().UseInMemoryStore().ConfigureWorker(configure), TestContext.Current.CancellationToken));

        Assert.Equal(DurableErrorCodes.OptionInvalid, refused.Code);
        Assert.Contains("WorkerOptions.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1023)]
    [InlineData((256 * 1024 * 1024) + 1)]
    public async Task Start_PayloadCapOutOfRange_IsRefused(int maxBytes)
    {
        var refused = await Assert.ThrowsAsync<DurableException>(() => DurableHost.StartAsync(
            durable => durable.AddWorkflow<EchoWorkflow>().UseInMemoryStore().ConfigurePayloads(options => options.MaxBytes = maxBytes),
            TestContext.Current.CancellationToken));

        Assert.Equal(DurableErrorCodes.OptionInvalid, refused.Code);
        Assert.Contains("PayloadOptions.MaxBytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_EdgesOfTheRanges_ArePossible()
    {
        new WorkerOptions().Validate();
        new PayloadOptions().Validate();
        new WorkerOptions
        {
            MaxConcurrentRuns = 1,
            MaxConcurrentSteps = 1,
            LeaseDuration = TimeSpan.FromSeconds(1),
            StopTimeout = TimeSpan.Zero,
            IdleEviction = TimeSpan.Zero,
            Queues = ["a.b-c_1"],
        }.Validate();
    }

    [Fact]
    public async Task Start_NoStore_SaysWhichCallIsMissing()
    {
        var refused = await Assert.ThrowsAsync<DurableException>(() => DurableHost.StartAsync(
            durable => durable.AddWorkflow<EchoWorkflow>(), TestContext.Current.CancellationToken));

        Assert.Equal(DurableErrorCodes.OptionInvalid, refused.Code);
        Assert.Contains("UseFileStore", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoWorkflow_SaysWhichCallIsMissing()
    {
        var refused = await Assert.ThrowsAsync<DurableException>(() => DurableHost.StartAsync(
            durable => durable.UseInMemoryStore(), TestContext.Current.CancellationToken));

        Assert.Equal(DurableErrorCodes.OptionInvalid, refused.Code);
        Assert.Contains("AddWorkflows", refused.Message, StringComparison.Ordinal);
    }
}
