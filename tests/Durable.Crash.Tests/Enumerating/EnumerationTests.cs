using Durable.Crash.Tests.Killing;

namespace Durable.Crash.Tests.Enumerating;

// B-JRN-1, B-JRN-2, B-JRN-3, B-COMP-2; I1-I6.
[Trait("Category", "Soak")]
public sealed class EnumerationTests(ITestOutputHelper output)
{
    [Fact]
    public Task MixedRuns_FailureAtEveryWriteBoundary_EndAsWithoutFailure() => new Enumeration(MixedScenario.OneOfEach(), output).RunAsync();

    [Fact]
    public Task OrderSaga_FailureAtEveryWriteBoundary_EndsAsWithoutFailure() => new Enumeration(new OrderScenario(), output).RunAsync();

    [Fact]
    public Task LastWrite_TornAtEveryByte_EndsAsWithoutFailure() =>
        new Enumeration(new MixedScenario((Script.Saga, "saga-1"), (Script.Waiting, "waiting-1")), output).TearAsync();
}
