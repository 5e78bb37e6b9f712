namespace Durable.Crash.Tests.Enumerating;

// B-JRN-1, B-JRN-2, B-JRN-3, B-COMP-2; I1-I6.
public sealed class EnumerationTests(ITestOutputHelper output)
{
    [Fact]
    public Task MixedRuns_FailureAtEveryWriteBoundary_EndAsWithoutFailure() => new Enumeration(new MixedScenario(), output).RunAsync();

    [Fact]
    public Task OrderSaga_FailureAtEveryWriteBoundary_EndsAsWithoutFailure() => new Enumeration(new OrderScenario(), output).RunAsync();
}
