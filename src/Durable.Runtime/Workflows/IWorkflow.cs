namespace Durable;

/// <summary>Implemented by the generated part of every workflow class.</summary>
/// <typeparam name="TSelf">The workflow class itself.</typeparam>
public interface IWorkflow<TSelf>
    where TSelf : class, IWorkflow<TSelf>
{
    /// <summary>What the engine knows about the workflow: name, version, fingerprint, steps, signals.</summary>
    static abstract WorkflowDefinition Definition { get; }

    /// <summary>Adds the definition and the typed client to <paramref name="builder"/>.</summary>
    /// <param name="builder">The builder to add to.</param>
    static abstract void Register(DurableBuilder builder);
}
