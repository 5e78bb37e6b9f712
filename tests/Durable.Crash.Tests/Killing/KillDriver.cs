using System.Diagnostics;
using Durable.Crash.Child.Commands;
using Durable.Crash.Child.Workflows;
using Durable.Crash.Tests.Checking;

namespace Durable.Crash.Tests.Killing;

/// <summary>
/// Starts the child on one directory again and again, gives it work, and kills it at moments chosen by the seed, until the kills are used up;
/// then lets it finish.
/// </summary>
/// <remarks>
/// A moment is a number of lines heard plus a spin of up to a few milliseconds, or a time during start-up: spread over the progress of the
/// work, whatever the speed of the machine.
/// </remarks>
internal sealed class KillDriver(string directory, KillOptions options)
{
    // Every fourth life reaches a state where all runs wait, so that no run is due at five deaths in a row: it would be suspected of them
    // (B-JRN-7) and tried alone, which is a test of its own.
    private const int LivesBetweenRests = 4;

    private const int LongestSpinMicroseconds = 3_000;

    private readonly Random _random = new(options.Seed);
    private readonly List<ScriptedRun> _runs = [.. MakeRuns(options.Runs)];
    private TimeSpan _startTime = TimeSpan.FromMilliseconds(200);
    private int _life;
    private int _partsLeft;

    public IReadOnlyList<ScriptedRun> Runs => _runs;

    public int Kills { get; private set; }

    /// <summary>Runs that were started and not known to have ended, summed over all kills.</summary>
    public int LiveRunsKilled { get; private set; }

    public async Task RunAsync()
    {
        _partsLeft = _runs.Sum(run => run.Script.Parts.Count);
        while (Kills < options.Kills)
        {
            await LiveAsync();
        }

        await FinishAsync();
    }

    private static IEnumerable<ScriptedRun> MakeRuns(int count)
    {
        Script[] mix =
        [
            Script.Waiting, Script.Mended, Script.Saga, Script.Waiting, Script.FanOut, Script.Paused, Script.Failing,
            Script.Mended, Script.Undone, Script.Redone, Script.FanOut, Script.Waiting, Script.Saga, Script.Stopped,
        ];
        for (var i = 0; i < count; i++)
        {
            var script = mix[i % mix.Length];
            var isDeleted = i % 4 == 1;
            var run = new ScriptedRun(script, $"{(script == Script.Paused ? "paused" : script.Workflow)}-{i}{SuffixOf(script, i / mix.Length)}", isDeleted);
            yield return run;
            if (script == Script.Mended)
            {
                yield return run.Fork(isDeleted: i % 8 > 3);
            }
        }
    }

    private static string SuffixOf(Script script, int round) =>
        script == Script.Undone ? "-" + FailingWorkflow.Mendable
        : script == Script.Redone ? "-" + FailingWorkflow.Redoable
        : script == Script.Failing && round % 2 == 1 ? "-" + FailingWorkflow.Broken
        : "";

    private async Task LiveAsync()
    {
        var started = Stopwatch.StartNew();
        using var child = ChildProcess.Start(directory, ++_life);
        var rests = _life % LivesBetweenRests == 0;
        if (!rests && _random.Next(10) == 0)
        {
            // While it opens the store, or before.
            Spin(_startTime * _random.NextDouble());
            await KillAsync(child);
            return;
        }

        await BeginAsync(child);
        _startTime = (_startTime + started.Elapsed) / 2;
        GoOn(child, PartsForThisLife());
        var lines = rests ? int.MaxValue : _random.Next(ExpectedLines() + 1);
        while (lines-- > 0 && ExpectedLines() > 0)
        {
            Hear(child, await child.HearAsync() ?? throw await DiedAsync(child));
        }

        if (rests)
        {
            await RestAsync(child);
        }

        Spin(TimeSpan.FromMicroseconds(_random.Next(LongestSpinMicroseconds)));
        await KillAsync(child);
    }

    /// <summary>The last life: nothing is killed any more, everything ends, and every result is read once more.</summary>
    private async Task FinishAsync()
    {
        using var child = ChildProcess.Start(directory, ++_life);
        await BeginAsync(child);
        while (_runs.Any(run => !run.IsOver || run.AwaitsDeletion))
        {
            GoOn(child, int.MaxValue);
            Hear(child, await child.HearAsync() ?? throw await DiedAsync(child));
        }

        var unread = _runs.Where(run => !run.IsDeleted).Select(run => run.RunId).ToHashSet(StringComparer.Ordinal);
        foreach (var run in _runs.Where(run => !run.IsDeleted))
        {
            child.Say(Words.Result, run.Script.Workflow, run.RunId);
        }

        while (unread.Count > 0)
        {
            var line = await child.HearAsync() ?? throw await DiedAsync(child);
            Hear(child, line);
            if (line is [Words.Ended, var run, _])
            {
                unread.Remove(run);
            }
        }

        child.Say(Words.Stop);
        Assert.Equal(0, await child.EndAsync());
        Assert.Equal("", await child.ErrorsAsync());
    }

    private async Task BeginAsync(ChildProcess child)
    {
        Hear(child, await child.HearAsync() ?? throw await DiedAsync(child));

        foreach (var run in _runs.Where(run => run.IsActive || run.AwaitsDeletion))
        {
            run.Resume(child);
        }
    }

    private int PartsForThisLife()
    {
        // All runs are started within the first tenth of the kills; the other parts are spread over the rest.
        var unstarted = _runs.Count(run => !run.IsActive && run.CanGoOn);
        var startingLives = Math.Max(1, (options.Kills / 10) - Kills);
        var perLife = unstarted > 0 ? (double)unstarted / startingLives : (double)_partsLeft / (options.Kills - Kills);
        return (int)Math.Round(2 * perLife * _random.NextDouble());
    }

    private void GoOn(ChildProcess child, int parts)
    {
        while (parts-- > 0 && Choose() is { } run)
        {
            run.GoOn();
            run.SayUnacknowledged(child);
            _partsLeft--;
        }

        if (_runs[_random.Next(_runs.Count)] is { IsStarted: true } known)
        {
            known.Repeat(child, _random);
        }
    }

    /// <summary>A run that can go on: an unstarted one if there is one, otherwise by the number of parts left, so that short runs do not end long before the others.</summary>
    private ScriptedRun? Choose()
    {
        var ready = _runs.Where(run => run.CanGoOn).ToList();
        var unstarted = ready.Where(run => !run.IsActive).ToList();
        if (unstarted.Count > 0)
        {
            return unstarted[_random.Next(unstarted.Count)];
        }

        var ticket = _random.Next(Math.Max(1, ready.Sum(run => run.PartsLeft)));
        return ready.Find(run => (ticket -= run.PartsLeft) < 0);
    }

    private int ExpectedLines() => _runs.Sum(run => run.ExpectedLines);

    /// <summary>Returns once no run is due: all wait or have ended.</summary>
    private async Task RestAsync(ChildProcess child)
    {
        var busy = _runs.Where(run => run.IsActive).Select(run => run.RunId).ToHashSet(StringComparer.Ordinal);
        foreach (var run in busy)
        {
            child.Say(Words.Status, run);
        }

        while (busy.Count > 0)
        {
            var line = await child.HearAsync() ?? throw await DiedAsync(child);
            if (line is not [Words.Stands, var run, var status, _])
            {
                Hear(child, line);
            }
            else if (status is nameof(RunStatus.Waiting) or nameof(RunStatus.Paused) || Find(run) is { HasEndedForNow: true } or { IsOver: true })
            {
                busy.Remove(run);
            }
            else
            {
                child.Say(Words.Status, run);
            }
        }
    }

    private async Task KillAsync(ChildProcess child)
    {
        LiveRunsKilled += _runs.Count(run => run.IsActive);
        Kills++;
        child.Kill();

        // What it had written before it died was acknowledged, whether or not we have read it yet.
        foreach (var line in await child.RestAsync())
        {
            Hear(child, line);
        }

        Assert.Equal("", await child.ErrorsAsync());
    }

    private void Hear(ChildProcess child, string[] line)
    {
        switch (line)
        {
            case [Words.Ready]:
            case [Words.Stands, ..]:
                break;
            case [Words.Repeated, _]:
            case [Words.Failed, var repeat, DurableErrorCodes.RunFinished or DurableErrorCodes.RunNotFound, _] when repeat.StartsWith(Words.Repeat + " ", StringComparison.Ordinal):
                // That it is there once is checked in the journal.
                break;
            case [Words.Started or Words.Cancelled or Words.Signalled or Words.Retried or Words.Forked or Words.Paused or Words.Unpaused, var run, ..]:
                Find(run).Acknowledge(child);
                break;
            case [Words.Effect, var key, _]:
                Find(key[..key.IndexOf('/', StringComparison.Ordinal)]).Saw(EffectKeys.Plain(key));
                break;
            case [Words.Ended, var run, var outcome]:
                Find(run).Ended(child, outcome);
                break;
            case [Words.Deleted, var run]:
                Find(run).Deleted();
                break;
            case [Words.Failed, var command, DurableErrorCodes.RunNotFound, _] when command.Split(' ') is [Words.Delete, var run]:
                // The life before had deleted it without living to say so.
                Find(run).Deleted();
                break;
            case [Words.Failed, var command, DurableErrorCodes.RunFinished, _] when command.Split(' ') is [Words.Signal or Words.Unpause, var run, ..]:
                // The life before had stored it without living to say so. That it was stored is checked in the journal.
                Find(run).Acknowledge(child);
                break;
            default:
                Assert.Fail(string.Join(' ', line));
                break;
        }
    }

    private ScriptedRun Find(string runId) => _runs.Single(run => run.RunId == runId);

    private async Task<Exception> DiedAsync(ChildProcess child) =>
        new InvalidOperationException($"Life {_life} ended by itself with code {await child.EndAsync()}. {await child.ErrorsAsync()}");

    private static void Spin(TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            Thread.SpinWait(20);
        }
    }
}
