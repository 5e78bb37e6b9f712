using Durable.Crash.Child.Workflows;

namespace Durable.Crash.Tests.Killing;

/// <summary>What a workflow of the child does: the keys of its effects, part by part. Between two parts it waits for the driver.</summary>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Parts">Per part, the effects that are sure to happen, without the run's prefix.</param>
/// <param name="EndsByCancel">The last part begins with a cancel instead of a signal.</param>
internal sealed record Script(string Workflow, IReadOnlyList<string[]> Parts, bool EndsByCancel = false)
{
    public static readonly Script Saga = new("saga", [["reserve", "charge"], ["pack", "ship", "thank"]]);

    public static readonly Script FanOut = new(
        "fan-out", [["part", "part#2", "part#3", "part#4"], ["left", "right", "note"], ["flaky"]]);

    public static readonly Script Waiting = new("waiting", [["prepare"], .. Repeats()]);

    public static readonly Script Failing = new(
        "failing", [["first"], ["second", "third"], ["fail", "fail/undo", "third/undo", "second/undo", "first/undo"]]);

    public static readonly Script Stopped = new(
        "stopped", [["one", "two", StoppedWorkflow.ArmedStep], ["two/undo", "one/undo"]], EndsByCancel: true);

    private static IEnumerable<string[]> Repeats()
    {
        for (var i = 1; i <= WaitingWorkflow.Words; i++)
        {
            var repeat = i == 1 ? "repeat" : $"repeat#{i}";
            yield return i == WaitingWorkflow.Words ? [repeat, "finish"] : [repeat];
        }
    }
}
