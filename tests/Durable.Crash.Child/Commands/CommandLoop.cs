using System.Globalization;
using Durable.Crash.Child.Effects;
using Durable.Crash.Child.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Crash.Child.Commands;

/// <summary>Does what the driver says, all at once, and acknowledges each thing when the library has.</summary>
internal sealed class CommandLoop(DurableHost durable, Reporter reporter)
{
    private readonly Workload _workload = new(durable.Services);
    private readonly Mends _mends = durable.Services.GetRequiredService<Mends>();

    /// <summary>Returns when the driver says stop, or is gone.</summary>
    public async Task RunAsync(TextReader input)
    {
        while (await input.ReadLineAsync() is { } line && line != Words.Stop)
        {
            // Not awaited: a wait for a result must not hold up the commands after it.
            _ = DoAsync(line.Split('\t'));
        }
    }

    private async Task DoAsync(string[] command)
    {
        try
        {
            await (command switch
            {
                [Words.Start, var workflow, var run] => StartAsync(workflow, run),
                [Words.Signal, var run, var value] => SignalAsync(run, value),
                [Words.Cancel, var run] => CancelAsync(run),
                [Words.Result, var workflow, var run] => ResultAsync(workflow, run),
                [Words.Status, var run] => StatusAsync(run),
                [Words.Retry, var run] => RetryAsync(run),
                [Words.Mend, var run, var time, var fromStep] => MendAsync(run, time, fromStep),
                [Words.Fork, var source, var operation, var run] => ForkAsync(source, operation, run),
                [Words.Pause, var run] => PauseAsync(run),
                [Words.Unpause, var run] => UnpauseAsync(run),
                [Words.Repeat, var run, var value] => RepeatAsync(run, value),
                [Words.Delete, var run] => DeleteAsync(run),
                _ => throw new ArgumentException("The driver said something unknown."),
            });
        }
        catch (Exception exception)
        {
            var code = exception is DurableException own ? own.Code : exception.GetType().Name;
            reporter.Tell(Words.Failed, string.Join(' ', command), code, exception.Message.ReplaceLineEndings(" "));
        }
    }

    private async Task StartAsync(string workflow, string run)
    {
        await _workload.StartAsync(workflow, run);
        reporter.Tell(Words.Started, run);
    }

    // All workflows here declare the same signal, so one declaration serves for all.
    private async Task SignalAsync(string run, string value)
    {
        await durable.Client.SignalAsync(run, WaitingWorkflow.Word, value, idempotencyKey: value);
        reporter.Tell(Words.Signalled, run, value);
    }

    private async Task CancelAsync(string run)
    {
        await durable.Client.CancelAsync(run, "no longer wanted");
        reporter.Tell(Words.Cancelled, run);
    }

    private async Task ResultAsync(string workflow, string run) =>
        reporter.Tell(Words.Ended, run, await Outcome.OfAsync(_workload.ResultAsync(workflow, run)));

    private async Task StatusAsync(string run)
    {
        var info = await durable.Client.GetAsync(run);
        reporter.Tell(Words.Stands, run, info?.Status.ToString() ?? "unknown", info?.Reason ?? "");
    }

    private async Task DeleteAsync(string run)
    {
        await durable.Client.DeleteAsync(run);
        reporter.Tell(Words.Deleted, run);
    }

    private async Task RetryAsync(string run)
    {
        await durable.Client.RetryAsync(run);
        reporter.Tell(Words.Retried, run);
    }

    private async Task MendAsync(string run, string time, string fromStep)
    {
        _mends.Mend(run, int.Parse(time, CultureInfo.InvariantCulture));
        await durable.Client.RetryAsync(run, fromStep.Length == 0 ? null : fromStep, idempotencyKey: $"mend-{time}");
        reporter.Tell(Words.Retried, run);
    }

    private async Task ForkAsync(string source, string operation, string run)
    {
        await durable.Client.ForkAsync(source, operation, run);
        reporter.Tell(Words.Forked, run);
    }

    private async Task PauseAsync(string run)
    {
        await durable.Client.PauseAsync(run, "a look first", idempotencyKey: Words.Pause);
        reporter.Tell(Words.Paused, run);
    }

    private async Task UnpauseAsync(string run)
    {
        await durable.Client.ResumeAsync(run, idempotencyKey: Words.Unpause);
        reporter.Tell(Words.Unpaused, run);
    }

    private async Task RepeatAsync(string run, string value)
    {
        await durable.Client.SignalAsync(run, WaitingWorkflow.Word, value, idempotencyKey: value);
        reporter.Tell(Words.Repeated, run);
    }
}
