using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Generated;

/// <summary>How generated code fills the constructor parameters of a workflow class.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WorkflowServices
{
    /// <summary>The service that a parameter without a default value asks for.</summary>
    /// <param name="services">The activation's own scope.</param>
    /// <exception cref="InvalidOperationException">No such service is registered.</exception>
    public static T Required<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>The service that a parameter with <c>[FromKeyedServices(key)]</c> asks for.</summary>
    /// <param name="services">The activation's own scope.</param>
    /// <param name="key">The key of the registration.</param>
    /// <exception cref="InvalidOperationException">No such service is registered under that key.</exception>
    public static T RequiredKeyed<T>(IServiceProvider services, object key)
        where T : notnull => services.GetRequiredKeyedService<T>(key);

    /// <summary>The service that a parameter with a default value asks for, or that value.</summary>
    /// <param name="services">The activation's own scope.</param>
    /// <param name="defaultValue">The parameter's default value.</param>
    public static T? Optional<T>(IServiceProvider services, T? defaultValue)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetService(typeof(T)) is T service ? service : defaultValue;
    }

    /// <summary>The recorded version of a <c>[Steps]</c> class that a parameter asks for.</summary>
    /// <param name="services">The activation's own scope.</param>
    /// <param name="run">The activation.</param>
    public static T Shared<T>(IServiceProvider services, WorkflowRun run)
        where T : class, ISteps<T> => T.Create(services, run);

    /// <summary>The steps of a <c>[Steps]</c> class.</summary>
    public static IReadOnlyList<StepDefinition> StepsOf<T>()
        where T : class, ISteps<T>
    {
        var steps = T.Definitions;
        foreach (var step in steps)
        {
            step.ClaimBy(static (services, run) => T.Create(services, run));
        }

        return steps;
    }

    /// <summary>The keyed service that a parameter with a default value asks for, or that value.</summary>
    /// <param name="services">The activation's own scope.</param>
    /// <param name="key">The key of the registration.</param>
    /// <param name="defaultValue">The parameter's default value.</param>
    public static T? OptionalKeyed<T>(IServiceProvider services, object key, T? defaultValue) =>
        services is IKeyedServiceProvider keyed && keyed.GetKeyedService(typeof(T), key) is T service ? service : defaultValue;
}
