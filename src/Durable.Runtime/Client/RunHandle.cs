namespace Durable;

/// <summary>A handle of one run: what callers can do with it. Cheap; holds no resources.</summary>
public abstract class RunHandle
{
    /// <summary>Called by generated code.</summary>
    /// <param name="client">The client to call through.</param>
    /// <param name="definition">The workflow the run belongs to.</param>
    /// <param name="runId">The run's id; not checked before the first call.</param>
    protected RunHandle(DurableClient client, WorkflowDefinition definition, string runId)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(runId);
        Client = client;
        Definition = definition;
        RunId = runId;
    }

    /// <summary>The run's id.</summary>
    public string RunId { get; }

    private protected DurableClient Client { get; }

    private protected WorkflowDefinition Definition { get; }
}

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
}
