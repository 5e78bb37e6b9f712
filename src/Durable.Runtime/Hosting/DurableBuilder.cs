using System.ComponentModel;
using Durable.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Durable;

/// <summary>Says which workflows a process knows, where their runs are stored and how its worker behaves.</summary>
public sealed class DurableBuilder
{
    private readonly List<WorkflowDefinition> _definitions = [];

    internal DurableBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services that workflow constructors are filled from.</summary>
    public IServiceCollection Services { get; }

    internal IReadOnlyList<WorkflowDefinition> Definitions => _definitions;

    /// <summary>Whether this process works on runs, rather than only calling.</summary>
    internal bool RunsWorker { get; set; }

    internal Func<IServiceProvider, IRunStore>? StoreFactory { get; private set; }

    /// <summary>Adds one workflow; the generated <c>AddWorkflows()</c> calls it for every workflow of an assembly.</summary>
    /// <typeparam name="TWorkflow">The workflow class.</typeparam>
    public DurableBuilder AddWorkflow<TWorkflow>()
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        TWorkflow.Register(this);
        return this;
    }

    /// <summary>Adds a definition. Called by generated code.</summary>
    /// <param name="definition">The definition.</param>
    /// <exception cref="DurableException">Another workflow has the same name and version (<see cref="DurableErrorCodes.WorkflowDuplicate"/>).</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public DurableBuilder Add(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (_definitions.Contains(definition))
        {
            return this;
        }

        if (_definitions.Any(other => other.Name == definition.Name && other.Version == definition.Version))
        {
            throw new DurableException(
                DurableErrorCodes.WorkflowDuplicate,
                $"Two workflows are named '{definition.Name}' with version {definition.Version}.",
                "Give one of them another name or version in its [Workflow] attribute.");
        }

        _definitions.Add(definition);
        return this;
    }

    /// <summary>Adds a definition and the typed client of its workflow. Called by generated code.</summary>
    /// <typeparam name="TClient">The generated client class.</typeparam>
    /// <param name="definition">The definition.</param>
    /// <param name="createClient">Makes the typed client; it is registered as a singleton.</param>
    /// <exception cref="DurableException">Another workflow has the same name and version (<see cref="DurableErrorCodes.WorkflowDuplicate"/>).</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public DurableBuilder Add<TClient>(WorkflowDefinition definition, Func<DurableClient, TClient> createClient)
        where TClient : class
    {
        ArgumentNullException.ThrowIfNull(createClient);
        Add(definition);
        Services.TryAddSingleton(services => createClient(services.GetRequiredService<DurableClient>()));
        return this;
    }

    /// <summary>Sets how this process works on runs. Calls add up.</summary>
    /// <param name="configure">Sets the options; their values are checked when the host starts.</param>
    public DurableBuilder ConfigureWorker(Action<WorkerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return this;
    }

    /// <summary>Sets the limits of what runs store. Calls add up.</summary>
    /// <param name="configure">Sets the options; their values are checked when the host starts.</param>
    public DurableBuilder ConfigurePayloads(Action<PayloadOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return this;
    }

    /// <summary>Stores runs with a store of one's own.</summary>
    /// <param name="factory">Makes the store, once; it is opened when the host starts and disposed after it stops.</param>
    public DurableBuilder UseStore(Func<IServiceProvider, IRunStore> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        StoreFactory = factory;
        return this;
    }

    internal IRunStore CreateStore(IServiceProvider services) =>
        StoreFactory?.Invoke(services) ?? throw new DurableException(
            DurableErrorCodes.OptionInvalid,
            "No store was chosen, so runs would have nowhere to live.",
            "Call UseFileStore(directory) or UseInMemoryStore() inside AddDurable.");
}
