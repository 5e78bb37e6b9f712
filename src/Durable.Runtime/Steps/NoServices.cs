using Microsoft.Extensions.DependencyInjection;

namespace Durable.Steps;

/// <summary>The services of a step that is called directly, outside a run: none.</summary>
internal sealed class NoServices : IKeyedServiceProvider
{
    public static NoServices Instance { get; } = new();

    public object? GetService(Type serviceType) => null;

    public object? GetKeyedService(Type serviceType, object? serviceKey) => null;

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => throw new InvalidOperationException(
        $"The step was called outside a run, so there is no service {serviceType.Name}. Pass one to StepContext.ForTest.");
}
