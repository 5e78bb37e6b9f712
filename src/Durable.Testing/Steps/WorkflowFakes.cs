using Durable.Generated;

namespace Durable.Testing;

/// <summary>The fakes of one workflow's steps, in one test host. What is set counts from the next attempt on, and may be set anew at any time.</summary>
/// <remarks>
/// Only the author's method is replaced. Everything around it stays as it is: the result is recorded, a fake that throws is retried by the step's own policy,
/// and time-outs, cancellation and compensation apply.
/// </remarks>
public sealed class WorkflowFakes
{
    private readonly WorkflowDefinition _workflow;
    private readonly StepFakes _fakes;

    internal WorkflowFakes(WorkflowDefinition workflow, StepFakes fakes)
    {
        _workflow = workflow;
        _fakes = fakes;
    }

    /// <summary>Answers a step that returns a value.</summary>
    /// <typeparam name="TResult">What the step returns, without its task.</typeparam>
    /// <param name="stepId">The step's stable id: that of its attribute, or its method's name without <c>Async</c>.</param>
    /// <param name="fake">Called for each attempt, on the thread pool.</param>
    /// <returns>This, for the next one.</returns>
    /// <exception cref="ArgumentException">The workflow declares no such step, or one that returns something else.</exception>
    public WorkflowFakes Step<TResult>(string stepId, Func<FakeCall, Task<TResult>> fake)
    {
        ArgumentNullException.ThrowIfNull(fake);
        var step = Find(stepId);
        if (step.ResultType != typeof(TResult))
        {
            throw new ArgumentException(
                $"Step '{stepId}' of workflow '{_workflow.Name}' returns {Describe(step.ResultType)}, not {Describe(typeof(TResult))}.",
                nameof(fake));
        }

        _fakes.Set(_workflow.Name, stepId, fake);
        return this;
    }

    /// <summary>Answers a step that returns a value, always with the same one.</summary>
    /// <typeparam name="TResult">What the step returns, without its task.</typeparam>
    /// <param name="stepId">The step's stable id: that of its attribute, or its method's name without <c>Async</c>.</param>
    /// <param name="result">The value.</param>
    /// <returns>This, for the next one.</returns>
    /// <exception cref="ArgumentException">The workflow declares no such step, or one that returns something else.</exception>
    public WorkflowFakes Returns<TResult>(string stepId, TResult result) => Step(stepId, _ => Task.FromResult(result));

    /// <summary>Answers a step that returns no value.</summary>
    /// <param name="stepId">The step's stable id: that of its attribute, or its method's name without <c>Async</c>.</param>
    /// <param name="fake">Called for each attempt, on the thread pool.</param>
    /// <returns>This, for the next one.</returns>
    /// <exception cref="ArgumentException">The workflow declares no such step, or one that returns a value.</exception>
    public WorkflowFakes Step(string stepId, Func<FakeCall, Task> fake)
    {
        ArgumentNullException.ThrowIfNull(fake);
        return Step(stepId, async call =>
        {
            await fake(call).ConfigureAwait(false);
            return default(Nothing);
        });
    }

    /// <summary>Answers a step's compensator.</summary>
    /// <param name="stepId">The stable id of the step that is undone.</param>
    /// <param name="fake">Called for each attempt, on the thread pool. Its call has the step's arguments.</param>
    /// <returns>This, for the next one.</returns>
    /// <exception cref="ArgumentException">The workflow declares no such step, or one without a compensator.</exception>
    public WorkflowFakes Undo(string stepId, Func<FakeCall, Task> fake)
    {
        ArgumentNullException.ThrowIfNull(fake);
        if (!Find(stepId).HasCompensator)
        {
            throw new ArgumentException($"Step '{stepId}' of workflow '{_workflow.Name}' has no compensator.", nameof(stepId));
        }

        _fakes.SetUndo(_workflow.Name, stepId, fake);
        return this;
    }

    private static string Describe(Type result) => result == typeof(Nothing) ? "no value" : result.Name;

    private StepDefinition Find(string stepId)
    {
        ArgumentNullException.ThrowIfNull(stepId);
        return _workflow.Steps.FirstOrDefault(step => step.Id == stepId) ?? throw new ArgumentException(
            $"Workflow '{_workflow.Name}' declares no step '{stepId}'; it declares {string.Join(", ", _workflow.Steps.Select(step => step.Id))}.", nameof(stepId));
    }
}
