using System.ComponentModel;

namespace Durable.Generated;

/// <summary>One activation of a run, as its generated state machine sees it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WorkflowRun
{
    private protected WorkflowRun()
    {
    }

    /// <summary>The operation the body waits for (<c>charge#2</c>), or <c>running</c> or <c>finished</c>.</summary>
    public abstract string State { get; }

    /// <summary>Calls a step as a durable operation: its recorded outcome is returned, and it runs only when there is none.</summary>
    /// <param name="step">The step called.</param>
    /// <param name="input">Its payload arguments.</param>
    /// <param name="cancellationToken">The token the body passed; cancelling it withdraws the call.</param>
    /// <exception cref="DurableException">Called from outside the run's own scheduler, or after the run's end.</exception>
    public abstract Task<TResult> StepAsync<TInput, TResult>(
        StepDefinition<TInput, TResult> step, TInput input, CancellationToken cancellationToken = default);

    /// <summary>The same for a step of a <c>[Steps]</c> class.</summary>
    /// <param name="owner">The recorded instance that the step is called on.</param>
    /// <param name="step">The step called.</param>
    /// <param name="input">Its payload arguments.</param>
    /// <param name="cancellationToken">The token the body passed; cancelling it withdraws the call.</param>
    /// <exception cref="DurableException">Called from outside the run's own scheduler, or after the run's end.</exception>
    public abstract Task<TResult> StepAsync<TInput, TResult>(
        object owner, StepDefinition<TInput, TResult> step, TInput input, CancellationToken cancellationToken = default);
}
