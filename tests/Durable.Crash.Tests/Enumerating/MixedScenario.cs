using System.Globalization;
using Durable.Crash.Child;
using Durable.Crash.Child.Commands;
using Durable.Crash.Child.Effects;
using Durable.Crash.Child.Workflows;
using Durable.Crash.Tests.Checking;
using Durable.Crash.Tests.Killing;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Crash.Tests.Enumerating;

/// <summary>Runs of the child's workflows, side by side, hosted in this process.</summary>
/// <param name="runs">Which ones.</param>
internal sealed class MixedScenario(params IReadOnlyList<(Script Script, string RunId)> runs) : CrashScenario
{
    private const string Start = "start";
    private const string Signal = "signal";
    private const string Cancel = "cancel";
    private const string Result = "result";

    /// <summary>One run of each workflow.</summary>
    public static MixedScenario OneOfEach() => new(
        (Script.Saga, "saga-1"), (Script.FanOut, "fan-out-1"), (Script.Waiting, "waiting-1"),
        (Script.Failing, "failing-1"), (Script.Failing, "failing-2-" + FailingWorkflow.Broken), (Script.Stopped, "stopped-1"));

    public override void Verify(Layout layout, IReadOnlyCollection<Acknowledgement> acknowledged)
    {
        var journal = StoredJournal.Read(layout.Store);
        StoreInvariants.Check(journal);
        var effects = EffectsLedger.Read(layout.Ledger).ToLookup(effect => effect.Key[..effect.Key.IndexOf('/', StringComparison.Ordinal)]);
        Assert.Equal(runs.Select(run => run.RunId).Order(), journal.Runs.Keys.Order());
        foreach (var run in journal.Runs.Values)
        {
            new RunInvariants(run, [.. effects[run.RunId]]).Check();
            var signals = run.Records.Where(record => StoredRun.Kind(record) == "signal").Select(record => record.GetProperty("data").GetString());
            var sent = acknowledged.Where(given => given.RunId == run.RunId && given.What.StartsWith(Signal, StringComparison.Ordinal));
            Assert.Equal(sent.Select(given => given.What).Distinct().Order(), signals.Select(value => $"{Signal} {value}"));
        }
    }

    public override string Comparable(string answer) => Tokens.Without(answer);

    protected override void Configure(DurableBuilder builder, Layout layout, int life)
    {
        var ledger = new EffectsLedger(layout.Ledger);
        var armed = new TaskCompletionSource();
        if (EffectsLedger.Read(layout.Ledger).Any(IsArmed))
        {
            armed.SetResult();
        }

        builder.Services.AddSingleton(_ => ledger);
        builder.Services.AddSingleton(armed);
        builder.Services.AddSingleton(new PoisonCause(layout.PoisonCause));
        builder.Services.AddSingleton(new Mends(layout.Mends));
        builder.Services.AddSingleton(services => new World(
            services.GetRequiredService<EffectsLedger>(),
            effect =>
            {
                if (IsArmed(effect))
                {
                    armed.TrySetResult();
                }
            },
            life));
        builder.AddWorkflow<SagaWorkflow>().AddWorkflow<FanOutWorkflow>().AddWorkflow<WaitingWorkflow>()
            .AddWorkflow<FailingWorkflow>().AddWorkflow<StoppedWorkflow>();
    }

    protected override Task PlayAsync(DurableHost host, IReadOnlySet<Acknowledgement> acknowledged, Action<Acknowledgement> acknowledge) =>
        Task.WhenAll(runs.Select(run => PlayAsync(host, run.Script, run.RunId, acknowledged, acknowledge)));

    private static async Task PlayAsync(
        DurableHost host, Script script, string runId, IReadOnlySet<Acknowledgement> acknowledged, Action<Acknowledgement> acknowledge)
    {
        var workload = new Workload(host.Services);
        await OnceAsync(Start, () => workload.StartAsync(script.Workflow, runId));
        for (var part = 1; part < script.Parts.Count; part++)
        {
            if (script.Parts[part].Word == Words.Cancel)
            {
                // Or the store stops before; then so do we.
                await Task.WhenAny(host.Services.GetRequiredService<TaskCompletionSource>().Task, workload.ResultAsync(script.Workflow, runId));
                await OnceAsync(Cancel, () => host.Client.CancelAsync(runId));
            }
            else
            {
                var value = string.Create(CultureInfo.InvariantCulture, $"{runId}-{part}");
                await OnceAsync($"{Signal} {value}", () => SignalAsync(host, runId, value));
            }
        }

        acknowledge(new Acknowledgement(runId, Result, await Outcome.OfAsync(workload.ResultAsync(script.Workflow, runId))));

        async Task OnceAsync(string what, Func<Task> action)
        {
            var acknowledgement = new Acknowledgement(runId, what);
            if (!acknowledged.Contains(acknowledgement))
            {
                await action();
                acknowledge(acknowledgement);
            }
        }
    }

    private static async Task SignalAsync(DurableHost host, string runId, string value)
    {
        try
        {
            await host.Client.SignalAsync(runId, WaitingWorkflow.Word, value, idempotencyKey: value);
        }
        catch (DurableException finished) when (finished.Code == DurableErrorCodes.RunFinished)
        {
            // Stored before the failure, without anybody being told. That it was stored is checked in the journal.
        }
    }

    private static bool IsArmed(Effect effect) => effect.Key.EndsWith("/" + StoppedWorkflow.ArmedStep, StringComparison.Ordinal);
}
