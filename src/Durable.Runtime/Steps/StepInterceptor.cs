using Durable.Generated;

namespace Durable.Steps;

/// <summary>Takes the place of the author's steps and compensators, for tests. Everything around them stays as it is: records, retries, time-outs.</summary>
internal abstract class StepInterceptor
{
    /// <summary>An attempt of a step.</summary>
    /// <param name="workflow">The workflow's stable name.</param>
    /// <param name="step">The step.</param>
    /// <param name="input">Its recorded arguments: JSON, or empty.</param>
    /// <param name="context">The attempt.</param>
    /// <returns>The attempt's outcome, or null to run the author's method.</returns>
    public abstract Task<TResult>? TryInvoke<TInput, TResult>(
        string workflow, StepDefinition<TInput, TResult> step, ReadOnlyMemory<byte> input, StepContext context);

    /// <summary>An attempt of a compensator.</summary>
    /// <param name="workflow">The workflow's stable name.</param>
    /// <param name="stepId">The stable id of the step that is undone.</param>
    /// <param name="input">The step's recorded arguments: JSON, or empty.</param>
    /// <param name="context">The attempt.</param>
    /// <returns>The attempt's outcome, or null to run the author's method.</returns>
    public abstract Task? TryUndo(string workflow, string stepId, ReadOnlyMemory<byte> input, StepContext context);
}
