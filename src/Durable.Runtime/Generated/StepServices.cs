using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Generated;

/// <summary>How generated code fills the parameters of steps and compensators that are marked <c>[FromServices]</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StepServices
{
    /// <summary>The service that a parameter asks for.</summary>
    /// <param name="step">The attempt.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <exception cref="DurableException">No such service is registered (<see cref="DurableErrorCodes.ServiceMissing"/>).</exception>
    public static T Required<T>(StepContext step, string parameter)
        where T : notnull => Optional<T>(step) is { } service ? service : throw Missing<T>(step, parameter, "");

    /// <summary>The service that a parameter with <c>[FromKeyedServices(key)]</c> asks for.</summary>
    /// <param name="step">The attempt.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="key">The key of the registration.</param>
    /// <exception cref="DurableException">No such service is registered (<see cref="DurableErrorCodes.ServiceMissing"/>).</exception>
    public static T RequiredKeyed<T>(StepContext step, string parameter, object key)
        where T : notnull => OptionalKeyed<T>(step, key) is { } service ? service : throw Missing<T>(step, parameter, $" under the key '{key}'");

    /// <summary>The service that a nullable parameter asks for; default when there is none.</summary>
    /// <param name="step">The attempt.</param>
    public static T? Optional<T>(StepContext step) => step.Services.GetService(typeof(T)) is T service ? service : default;

    /// <summary>The keyed service that a nullable parameter asks for; default when there is none.</summary>
    /// <param name="step">The attempt.</param>
    /// <param name="key">The key of the registration.</param>
    public static T? OptionalKeyed<T>(StepContext step, object key) =>
        step.Services is IKeyedServiceProvider keyed && keyed.GetKeyedService(typeof(T), key) is T service ? service : default;

    private static DurableException Missing<T>(StepContext step, string parameter, string key) => new(
        DurableErrorCodes.ServiceMissing,
        $"The parameter '{parameter}' of step '{step.StepId}' asks for a service of type {typeof(T).Name}, and none is registered{key}.",
        "Register it, or declare the parameter as nullable.",
        step.RunId,
        step.StepId);
}
