using System.ComponentModel;

namespace Durable;

/// <summary>Starts runs, talks to them and reads them, whatever their workflow. Thread-safe; one per process.</summary>
public sealed partial class DurableClient
{
    /// <summary>Starts a run of a known definition. Called by generated clients.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task<string> StartAsync<TInput, TResult>(
        Generated.WorkflowDefinition<TInput, TResult> definition, TInput input, StartOptions? options, CancellationToken cancellationToken)
        => throw new NotImplementedException();
}
