using Microsoft.Extensions.DependencyInjection;

namespace Durable.Testing;

/// <summary>Scopes for workflow instances that are only replayed: what is not registered is null instead of an error, because no step will ever use it.</summary>
internal sealed class ReplayScopes(IServiceScopeFactory inner) : IServiceScopeFactory
{
    public IServiceScope CreateScope() => new Scope(inner.CreateScope());

    private sealed class Scope(IServiceScope inner) : IServiceScope, IAsyncDisposable, IKeyedServiceProvider, ISupportRequiredService
    {
        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type serviceType) => inner.ServiceProvider.GetService(serviceType);

        public object GetRequiredService(Type serviceType) => GetService(serviceType)!;

        public object? GetKeyedService(Type serviceType, object? serviceKey) => (inner.ServiceProvider as IKeyedServiceProvider)?.GetKeyedService(serviceType, serviceKey);

        public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => GetKeyedService(serviceType, serviceKey)!;

        public ValueTask DisposeAsync()
        {
            if (inner is IAsyncDisposable asynchronous)
            {
                return asynchronous.DisposeAsync();
            }

            inner.Dispose();
            return ValueTask.CompletedTask;
        }

        public void Dispose() => inner.Dispose();
    }
}
