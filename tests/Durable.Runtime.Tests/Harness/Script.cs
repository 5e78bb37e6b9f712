using System.Collections.Concurrent;

namespace Durable.Tests.Harness;

/// <summary>What a <see cref="ScriptedWorkflow"/> does: a test writes the body and the steps, the generated code around them is real.</summary>
[AllowNondeterminism("The test decides what the body does, and some are about bodies that do it wrong.")]
internal sealed class Script
{
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly ConcurrentQueue<List<string>> _traces = new();

    /// <summary>Beats whenever the body or a step begins.</summary>
    public Pulse? Changed { get; set; }

    public required Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> Body { get; init; }

    /// <summary>What a step does with its argument; default: returns it.</summary>
    public Func<string, StepContext, Task<string>> Step { get; init; } = static (argument, _) => Task.FromResult(argument);

    /// <summary>What a compensator does with the step's argument and result; default: nothing.</summary>
    public Func<string, string?, StepContext, Task> Undo { get; init; } = static (_, _, _) => Task.CompletedTask;

    /// <summary>Each attempt of a step or compensator, as it began: <c>Alpha(a) 1</c>.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>What the body said, once for each time it was activated.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Traces => [.. _traces];

    public IReadOnlyList<string> LastTrace => Traces[^1];

    /// <summary>Called by the body: kept apart for each activation.</summary>
    public void Trace(string line)
    {
        lock (_traces)
        {
            _traces.Last().Add(line);
        }
    }

    public Task<string> RunAsync(WorkflowContext ctx, ScriptedWorkflow workflow, string input)
    {
        lock (_traces)
        {
            _traces.Enqueue([]);
        }

        Changed?.Beat();
        return Body(ctx, workflow, input);
    }

    public Task<string> StepAsync(string argument, StepContext step)
    {
        _calls.Enqueue($"{step.StepId}({argument}) {step.Attempt}");
        Changed?.Beat();
        return Step(argument, step);
    }

    public Task UndoAsync(string argument, string? result, StepContext step)
    {
        _calls.Enqueue($"{step.StepId}({argument}) {step.Attempt}");
        Changed?.Beat();
        return Undo(argument, result, step);
    }
}
