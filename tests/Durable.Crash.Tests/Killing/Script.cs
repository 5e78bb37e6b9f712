using Durable.Crash.Child.Commands;
using Durable.Crash.Child.Workflows;

namespace Durable.Crash.Tests.Killing;

/// <summary>What a run of the child does, part by part. Between two parts it waits for the driver.</summary>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Parts">The parts.</param>
internal sealed record Script(string Workflow, params IReadOnlyList<Part> Parts)
{
    public static readonly Script Saga = new("saga", new(Words.Start, "reserve", "charge"), new(Words.Signal, "pack", "ship", "thank") { Ends = true });

    /// <summary>What is sent to a paused run takes effect after the pause.</summary>
    public static readonly Script Paused = new(
        "saga", new(Words.Start, "reserve", "charge"), new(Words.Pause), new(Words.Signal), new(Words.Unpause, "pack", "ship", "thank") { Ends = true });

    public static readonly Script FanOut = new(
        "fan-out",
        new(Words.Start, "part", "part#2", "part#3", "part#4"),
        new(Words.Signal, "left", "right", "note"),
        new(Words.Signal, "flaky") { Ends = true });

    public static readonly Script Waiting = new("waiting", [new(Words.Start, "prepare"), .. Repeats()]);

    public static readonly Script Failing = new(
        "failing",
        new(Words.Start, "first"),
        new(Words.Signal, "second", "third"),
        new(Words.Signal, "fail", "fail/undo", "third/undo", "second/undo", "first/undo") { Ends = true });

    /// <summary>As <see cref="Failing"/>; the compensator that fails is mended, and tried again.</summary>
    public static readonly Script Undone = new("failing", [.. Failing.Parts, new(Words.Mend, "second/undo") { Ends = true }]);

    /// <summary>As <see cref="Failing"/>; once everything is undone, all of it is done again, under other idempotency keys.</summary>
    public static readonly Script Redone = new(
        "failing", [.. Failing.Parts, new(Words.Mend, "first", "second", "third", "fail") { Ends = true, FromStep = "first" }]);

    /// <summary>Fails twice; retried from where it failed, and then from an earlier step.</summary>
    public static readonly Script Mended = new(
        "mended",
        new(Words.Start, "begin"),
        new(Words.Signal, "middle", "beside", "judge") { Ends = true },
        new(Words.Mend, "judge") { Ends = true },
        new(Words.Mend, "middle", "beside", "judge") { Ends = true, Time = 2, FromStep = MendedWorkflow.Middle });

    /// <summary>Begins as another one was before its middle step, retries of that one included, fails, and is retried.</summary>
    public static readonly Script Forked = new(
        "mended", new(Words.Fork, "middle", "beside", "judge") { Ends = true }, new(Words.Mend, "judge") { Ends = true });

    public static readonly Script Stopped = new(
        "stopped", new(Words.Start, "one", "two", StoppedWorkflow.ArmedStep), new(Words.Cancel, "two/undo", "one/undo") { Ends = true });

    private static IEnumerable<Part> Repeats()
    {
        for (var i = 1; i <= WaitingWorkflow.Words; i++)
        {
            var repeat = i == 1 ? "repeat" : $"repeat#{i}";
            yield return i == WaitingWorkflow.Words ? new(Words.Signal, repeat, "finish") { Ends = true } : new(Words.Signal, repeat);
        }
    }
}
