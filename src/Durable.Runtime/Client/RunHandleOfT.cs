using System.Text.Json.Serialization.Metadata;
using Durable.Serialization;

namespace Durable;

/// <summary>A handle of one run with a result; the base of generated <c>Run</c> classes.</summary>
/// <typeparam name="TResult">What the workflow's <c>RunAsync</c> returns.</typeparam>
public abstract class RunHandle<TResult> : RunHandle
{
    /// <summary>Called by generated code.</summary>
    /// <param name="client">The client to call through.</param>
    /// <param name="definition">The workflow the run belongs to.</param>
    /// <param name="runId">The run's id; not checked before the first call.</param>
    protected RunHandle(DurableClient client, WorkflowDefinition definition, string runId)
        : base(client, definition, runId)
    {
    }

    /// <inheritdoc cref="RunHandle.ResultAsync"/>
    /// <returns>What the body returned, as it was recorded.</returns>
    public new async Task<TResult> ResultAsync(CancellationToken cancellationToken = default)
    {
        var json = await Client.ResultAsync(RunId, Definition, cancellationToken).ConfigureAwait(false);
        return PayloadSerializer.Read((JsonTypeInfo<TResult>?)Definition.ResultInfo, json, "result", RunId)!;
    }
}
