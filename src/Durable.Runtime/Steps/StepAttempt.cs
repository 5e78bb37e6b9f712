using Microsoft.Extensions.DependencyInjection;

namespace Durable.Steps;

/// <summary>What one attempt has to itself: a scope of services, made when it is first asked for.</summary>
internal sealed class StepAttempt : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly IServiceScopeFactory? _scopes;
    private IServiceProvider? _services;
    private AsyncServiceScope? _scope;
    private bool _disposed;

    public StepAttempt(IServiceScopeFactory scopes) => _scopes = scopes;

    /// <summary>The attempt of a unit test, with services of its own.</summary>
    public StepAttempt(IServiceProvider services) => _services = services;

    /// <summary>The attempt timed out and went on: what belongs to it is let go of when it ends by itself.</summary>
    public bool IsAbandoned { get; set; }

    /// <exception cref="ObjectDisposedException">The attempt is over.</exception>
    public IServiceProvider Services
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, typeof(StepContext));
                if (_services is null)
                {
                    _scope = _scopes!.CreateAsyncScope();
                    _services = _scope.Value.ServiceProvider;
                }

                return _services;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        AsyncServiceScope? scope;
        lock (_lock)
        {
            (_disposed, scope, _scope) = (true, _scope, null);
        }

        return scope?.DisposeAsync() ?? default;
    }
}
