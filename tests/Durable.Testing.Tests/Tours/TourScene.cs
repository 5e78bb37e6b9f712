using Durable.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Testing.Tours;

/// <summary>What the outside world does to a run of the <see cref="TourWorkflow"/>, part by part; against any host.</summary>
/// <param name="services">The callers' services.</param>
/// <param name="settle">Completes when the run waits.</param>
internal sealed class TourScene(IServiceProvider services, Func<Task> settle)
{
    /// <summary>Every part, and how it ends.</summary>
    public static readonly IReadOnlyDictionary<string, RunStatus> Parts = new Dictionary<string, RunStatus>
    {
        ["steps"] = RunStatus.Completed,
        ["waits"] = RunStatus.Completed,
        ["asks"] = RunStatus.Completed,
        ["notes"] = RunStatus.Completed,
        ["branches"] = RunStatus.Completed,
        ["handlers"] = RunStatus.Completed,
        ["runs"] = RunStatus.Completed,
        ["rounds"] = RunStatus.Completed,
        ["undo"] = RunStatus.CompensationFailed,
        ["compensate"] = RunStatus.Compensated,
        ["cancel"] = RunStatus.Cancelled,
        ["return"] = RunStatus.Completed,
        ["pause"] = RunStatus.Completed,
        ["suspend"] = RunStatus.Completed,
        ["callback"] = RunStatus.Completed,
        ["deadline"] = RunStatus.TimedOut,
        ["retry"] = RunStatus.Failed,
        ["metadata"] = RunStatus.Completed,
        ["heartbeat"] = RunStatus.Completed,
        ["remote"] = RunStatus.Completed,
        ["token"] = RunStatus.Completed,
        ["fork"] = RunStatus.Completed,
        ["family"] = RunStatus.Compensated,
        ["limited"] = RunStatus.Completed,
        ["large"] = RunStatus.Completed,
    };

    public static TourScene Of(DurableTestHost host) => new(host.Services, () => host.SettleAsync());

    public static TourScene Of(CrashScene scene) => new(scene.Services, scene.SettleAsync);

    public static void Configure(DurableBuilder builder) =>
        builder.AddWorkflow<TourWorkflow>().AddWorkflow<StopWorkflow>().ConfigureWorker(worker => worker.Queues = ["default", "far"]);

    /// <summary>Starts a run of the part, does what it waits for, and returns what it ends with.</summary>
    public async Task<string> PlayAsync(string part)
    {
        var tours = services.GetRequiredService<TourWorkflow.Client>();
        var client = services.GetRequiredService<DurableClient>();
        var run = await tours.StartAsync(new Tour(part), new() { RunId = part, Timeout = part == "deadline" ? TimeSpan.FromDays(1) : null });
        switch (part)
        {
            case "waits":
                await run.SignalAsync(TourWorkflow.Go, "early");
                await run.SignalAsync(TourWorkflow.Go, "also early");
                break;
            case "return":
                await run.SignalAsync(TourWorkflow.Go, "gone");
                break;
            case "asks":
                await settle();
                await run.AnswerAsync(TourWorkflow.Sure, true);
                break;
            case "handlers":
                await run.SignalAsync(TourWorkflow.Coin, 2);
                await run.NoteAsync("bring a hat");
                await run.SignalAsync(TourWorkflow.Coin, 1);
                await run.NoteAsync("and a map");
                break;
            case "cancel":
                await settle();
                await run.CancelAsync("it rains");
                break;
            case "pause":
                await settle();
                await run.PauseAsync("lunch");
                await settle();
                await run.ResumeAsync();
                break;
            case "suspend":
                await settle();
                await run.ResumeStepAsync("approve", "the boss");
                break;
            case "callback":
                await settle();
                await run.ResumeStepAsync("callback", "yes");
                break;
            case "token":
                await settle();
                await client.AnswerByTokenAsync(await client.CreateAnswerTokenAsync(part, "sure"), true);
                break;
            case "retry":
                await OutcomeAsync(run);
                await client.RetryAsync(part, idempotencyKey: "again");
                break;
            case "fork":
                await OutcomeAsync(run);
                await client.ForkAsync(part, "do#2", "fork-copy");
                return $"{await OutcomeAsync(run)}; {await OutcomeAsync(tours.Get("fork-copy"))}";
            default:
                break;
        }

        return await OutcomeAsync(run);
    }

    private static async Task<string> OutcomeAsync(TourWorkflow.Run run)
    {
        try
        {
            return await run.ResultAsync();
        }
        catch (RunFailedException failed)
        {
            return $"{failed.Status}: {failed.Error.Message}; {string.Join(", ", failed.Compensations.Select(report => $"{report.StepId} {report.Succeeded}"))}";
        }
    }
}
