using Durable.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Tests;

/// <summary>Classes of steps that workflows share, compiled and on the real engine.</summary>
public sealed class SharedStepsTests
{
    private const string Fakes = """
        namespace Shop
        {
            public sealed class Fakes : IPayments, ILedger
            {
                public static readonly List<string> Calls = new();
                public Task<string> ChargeAsync(string orderId, decimal amount, string key) { Calls.Add($"charge {key}"); return Task.FromResult("ch-" + amount); }
                public Task RefundAsync(string chargeId, string key) { Calls.Add($"refund {chargeId} {key}"); return Task.CompletedTask; }
                public Task NoteAsync(string line) { Calls.Add(line); return Task.CompletedTask; }
            }
        }
        """;

    [Fact]
    public async Task Steps_CalledByAWorkflow_AreRecordedUndoneAndCalledOnce() => Assert.Equal(
        "failed charge r/1/charge[o-1];note charged ch-9.95;refund ch-9.95 r/1/charge[o-1]/undo | charge[o-1],Note",
        await RunAsync(
            """
            namespace Shop
            {
                [Workflow]
                public partial class FailWorkflow(PaymentSteps payments, Program program)
                {
                    public async Task RunAsync(WorkflowContext ctx, string orderId)
                    {
                        var charge = await payments.ChargeAsync(orderId, 9.95m);
                        await payments.NoteAsync($"note charged {charge.Id}");
                        program.ToString();
                        throw new InvalidOperationException("after all");
                    }
                }

                public sealed class Program
                {
                    public static void Configure(DurableBuilder durable) =>
                        durable.Services.AddSingleton<IPayments, Fakes>().AddScoped<ILedger, Fakes>().AddSingleton<Program>();
                    public static async Task<string> RunAsync(IServiceProvider services)
                    {
                        var run = await services.GetRequiredService<FailWorkflow.Client>().StartAsync("o-1", new() { RunId = "r" });
                        try { await run.ResultAsync(); } catch (RunFailedException failed) when (failed.Status == RunStatus.Compensated)
                        {
                            var steps = new List<string>();
                            await foreach (var record in services.GetRequiredService<DurableClient>().ReadHistoryAsync("r"))
                            {
                                if (record.Kind == "step") { steps.Add(record.OperationId!); }
                            }

                            return $"failed {string.Join(";", Fakes.Calls)} | {string.Join(",", steps)}";
                        }

                        return "not failed";
                    }
                }
            }
            """));

    [Fact]
    public async Task Steps_OnAPlainInstance_RunDirectly() => Assert.Equal(
        "shipped o-1 | charge ,charged ch-9.95",
        await RunAsync(
            """
            namespace Shop
            {
                public sealed class Tested(IPayments payments, ILedger ledger) : PaymentSteps(payments)
                {
                    public override ValueTask NoteAsync(string line, ILedger _, CancellationToken token) => base.NoteAsync(line, ledger, token);
                }

                public static class Program
                {
                    public static void Configure(DurableBuilder durable) { }
                    public static async Task<string> RunAsync(IServiceProvider services) =>
                        $"{await new PayWorkflow(new Tested(new Fakes(), new Fakes())).RunAsync(null!, "o-1")} | {string.Join(",", Fakes.Calls)}";
                }
            }
            """));

    [Fact]
    public async Task Steps_TakingOthers_AreAllRecordedAndListed() => Assert.Equal(
        "outer inner a | own,outer,inner",
        await RunAsync(
            """
            namespace Shop
            {
                [Steps]
                public partial class InnerSteps { [Step("inner")] public virtual Task<string> InnerAsync(string text) => Task.FromResult("inner " + text); }

                public static partial class Holder
                {
                    [Steps]
                    internal partial class OuterSteps(InnerSteps inner)
                    {
                        [Step("outer")] internal virtual Task<string> OuterAsync(string text) => Task.FromResult("outer " + text);
                        public async Task<string> BothAsync(string text) => await OuterAsync(await inner.InnerAsync(text));
                    }
                }

                [Workflow]
                internal partial class NestedWorkflow(Holder.OuterSteps outer)
                {
                    public async Task<string> RunAsync(WorkflowContext ctx) { await OwnAsync(); return await outer.BothAsync("a"); }
                    [Step("own")] protected virtual Task OwnAsync() => Task.CompletedTask;
                }

                public static class Program
                {
                    public static void Configure(DurableBuilder durable) { }
                    public static async Task<string> RunAsync(IServiceProvider services)
                    {
                        var run = await services.GetRequiredService<NestedWorkflow.Client>().StartAsync();
                        var ids = System.Linq.Enumerable.Select(NestedWorkflow.Definition.Steps, step => step.Id);
                        return $"{await run.ResultAsync()} | {string.Join(",", ids)}";
                    }
                }
            }
            """));

    [Fact]
    public void Steps_OfAReferencedLibrary_Compile()
    {
        var library = GeneratorRun.Of(TestProject.Create("Library", TestProject.ParseOptions, Samples.Payment)).AssertClean().Output;

        var run = GeneratorRun.Of(TestProject.Create(
            """
            using System.Threading.Tasks;
            using Durable;
            [Workflow]
            public partial class OtherWorkflow(Shop.PaymentSteps payments)
            {
                public Task RunAsync(WorkflowContext ctx) => payments.ChargeAsync("o-1", 1);
            }
            """).Referencing(library)).AssertClean();

        Assert.Contains("StepsOf<global::Shop.PaymentSteps>()", run.Source("OtherWorkflow.g.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amount, StepContext", "amount, bool now, StepContext")]
    [InlineData("Step(\"charge\"", "Step(\"pay\"")]
    [InlineData("ChargeAsync([StepKey] string orderId, decimal amount", "ChargeAsync([StepKey] string orderId, double amount")]
    public void Fingerprint_OfTheWorkflow_ChangesWithTheSharedSteps(string old, string replacement)
    {
        var changed = Samples.Payment.Replace(old, replacement, StringComparison.Ordinal);

        Assert.NotEqual(Samples.Payment, changed);
        Assert.NotEqual(Fingerprint(Samples.Payment), Fingerprint(changed));
    }

    [Fact]
    public void Workflow_TakingStepsThatAreNotValid_IsLeftToTheAnalyzer()
    {
        var run = GeneratorRun.Of(TestProject.Create(Samples.Payment.Replace("public partial class PaymentSteps", "public class PaymentSteps", StringComparison.Ordinal)));

        Assert.DoesNotContain(run.Sources, source => source.HintName.StartsWith("Shop.", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS1591");
    }

    private static string Fingerprint(string source)
    {
        var text = GeneratorRun.Of(TestProject.Create(source)).Source("Shop.PayWorkflow.g.cs");
        var start = text.IndexOf("fingerprint: \"", StringComparison.Ordinal) + "fingerprint: \"".Length;
        return text[start..text.IndexOf('"', start)];
    }

    private static Task<string> RunAsync(string source)
    {
        var project = CompiledProject.Of(EngineRun.Usings, Samples.Payment, Fakes, source);
        return EngineRun.Of(project, "Shop.Program");
    }
}
