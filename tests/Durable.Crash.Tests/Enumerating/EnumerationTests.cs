using Durable.Crash.Tests.Killing;
using Durable.Tests.Harness;

namespace Durable.Crash.Tests.Enumerating;

// I1-I6.
[Proves("B-JRN-1")]
[Proves("B-JRN-2")]
[Proves("B-JRN-3")]
[Proves("B-COMP-2")]
[Trait("Category", "Soak")]
public sealed class EnumerationTests(ITestOutputHelper output)
{
    [Fact]
    public Task MixedRuns_FailureAtEveryWriteBoundary_EndAsWithoutFailure() => new Enumeration(MixedScenario.OneOfEach(), output).RunAsync();

    [Fact]
    public Task OrderSaga_FailureAtEveryWriteBoundary_EndsAsWithoutFailure() => new Enumeration(new OrderScenario(), output).RunAsync();

    [Fact]
    public Task DeletedRuns_FailureAtEveryWriteBoundaryOfTheirRewriting_EndAsWithoutFailure() => new Enumeration(new DeletingScenario(), output).RunAsync();

    [Fact]
    public Task LastWrite_TornAtEveryByte_EndsAsWithoutFailure() =>
        new Enumeration(new MixedScenario((Script.Saga, "saga-1"), (Script.Waiting, "waiting-1")), output).TearAsync();
}
