using Durable.Execution;
using Durable.Handlers;
using Durable.Payloads;
using Durable.Serialization;
using Durable.Steps;
using Durable.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Durable;

/// <summary>Adds durable workflows to a service collection.</summary>
public static class DurableServiceCollectionExtensions
{
    /// <summary>Adds the store, the client and a worker that runs as a hosted service: it opens the store when the host starts and closes it when the host stops.</summary>
    /// <param name="services">The services to add to. A registered <see cref="TimeProvider"/> is used, otherwise the system's.</param>
    /// <param name="configure">Says which workflows, which store and which options. Called at once; calls add up.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="DurableException">
    /// Two workflows share name and version (<see cref="DurableErrorCodes.WorkflowDuplicate"/>). When the host starts: no store, no workflow, or an
    /// option out of range (<see cref="DurableErrorCodes.OptionInvalid"/>), a bad setting below <c>Durable:Steps</c> (<see cref="DurableErrorCodes.ConfigurationInvalid"/>), or what opening the store throws.
    /// </exception>
    public static IServiceCollection AddDurable(this IServiceCollection services, Action<DurableBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = BuilderOf(services);
        builder.RunsWorker = true;
        configure(builder);
        return services;
    }

    /// <summary>
    /// Adds the store and the client without a worker: for a process that starts runs, talks to them and reads them, and leaves the work to others. The store is opened when the host starts and
    /// closed when it stops.
    /// </summary>
    /// <remarks>
    /// Workflows are added for their typed clients, and for queries and validators, which run in this process. Without any, <see cref="DurableClient"/> starts and signals nothing but can read and control.
    /// The file store serves one process at a time, so a second one, be it a mere client, is refused with <see cref="DurableErrorCodes.StoreLocked"/>.
    /// </remarks>
    /// <param name="services">The services to add to. A registered <see cref="TimeProvider"/> is used, otherwise the system's.</param>
    /// <param name="configure">Says which workflows, which store and which options. Called at once; calls add up. Together with <see cref="AddDurable"/> the worker runs.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="DurableException">As for <see cref="AddDurable"/>, but no workflow is needed.</exception>
    public static IServiceCollection AddDurableClient(this IServiceCollection services, Action<DurableBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        configure(BuilderOf(services));
        return services;
    }

    private static DurableBuilder BuilderOf(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(DurableBuilder))?.ImplementationInstance is DurableBuilder existing)
        {
            return existing;
        }

        var builder = new DurableBuilder(services);
        services.AddSingleton(builder);
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new StoreHandle(new PayloadStore(builder.CreateStore(provider), new PayloadEncoding(OptionsOf(provider)))));
        services.AddSingleton(_ => new WorkflowRegistry(builder.Definitions));
        services.AddSingleton(CreatePayloads);
        services.AddSingleton(provider => new DurableClient(
            provider.GetRequiredService<StoreHandle>(),
            provider.GetRequiredService<WorkflowRegistry>(),
            provider.GetRequiredService<PayloadSerializer>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<RunReader>(),
            provider.GetRequiredService<UpdateOutcomes>(),
            provider.GetRequiredService<ActiveRuns>()));
        services.AddSingleton<UpdateOutcomes>();
        services.AddSingleton(provider => new DurableHealth(provider.GetRequiredService<DurableService>(), provider.GetRequiredService<StoreHandle>()));
        services.AddSingleton<ActiveRuns>();
        services.AddSingleton(provider => new RunReader(
            provider.GetRequiredService<StoreHandle>(),
            store => Share(provider, store, provider.GetRequiredService<PayloadSerializer>(), provider.GetRequiredService<IOptions<WorkerOptions>>().Value)));
        services.TryAddSingleton<IRateLimits>(provider => new ProcessRateLimits(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => StepPolicies.Read(
            provider.GetService<IConfiguration>(),
            provider.GetRequiredService<WorkflowRegistry>(),
            (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Durable.Steps")));
        services.AddSingleton(CreateService);
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<DurableService>());
        return builder;
    }

    private static PayloadSerializer CreatePayloads(IServiceProvider provider)
    {
        var options = OptionsOf(provider);
        return new PayloadSerializer(options.MaxBytes, options.MaxElements);
    }

    private static PayloadOptions OptionsOf(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<PayloadOptions>>().Value;
        options.Validate();
        return options;
    }

    private static DurableService CreateService(IServiceProvider provider)
    {
        var registry = provider.GetRequiredService<WorkflowRegistry>();
        if (!provider.GetRequiredService<DurableBuilder>().RunsWorker)
        {
            return new DurableService(provider.GetRequiredService<StoreHandle>(), createWorker: null, provider.GetService<IHostApplicationLifetime>());
        }

        if (registry.All.Count == 0)
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid,
                "No workflow was added, so there is nothing this process could run.",
                "Call AddWorkflows() or AddWorkflow<T>() inside AddDurable.");
        }

        var options = provider.GetRequiredService<IOptions<WorkerOptions>>().Value;
        options.Validate();
        var payloads = provider.GetRequiredService<PayloadSerializer>();

        // Read now, so that a bad setting is told before the store is opened.
        provider.GetRequiredService<StepPolicies>();
        return new DurableService(
            provider.GetRequiredService<StoreHandle>(),
            store => new Worker(Share(provider, store, payloads, options), options, registry),
            provider.GetService<IHostApplicationLifetime>());
    }

    internal static WorkerServices Share(
        IServiceProvider provider, IRunStore store, PayloadSerializer payloads, WorkerOptions options)
    {
        var gate = provider.GetService<StepGate>() ?? new StepGate(options.MaxConcurrentSteps);
        return Share(provider, store, payloads, options, gate);
    }

    private static WorkerServices Share(
        IServiceProvider provider, IRunStore store, PayloadSerializer payloads, WorkerOptions options, StepGate gate) => new(
        WorkerIds.Next(),
        store,
        provider.GetRequiredService<TimeProvider>(),
        payloads,
        provider.GetRequiredService<IServiceScopeFactory>(),
        provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
        gate,
        provider.GetRequiredService<UpdateOutcomes>(),
        options.IdleEviction,
        provider.GetRequiredService<WorkflowRegistry>(),
        provider.GetRequiredService<ActiveRuns>())
    {
        Concurrency = new StepLimits(gate, options.MaxConcurrentStepsByQueue.ToDictionary(StringComparer.Ordinal)),
        Policies = provider.GetRequiredService<StepPolicies>(),
        Limits = store as IRateLimits ?? provider.GetRequiredService<IRateLimits>(),
        Interceptor = provider.GetService<StepInterceptor>(),
    };
}
