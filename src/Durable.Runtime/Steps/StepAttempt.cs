using Durable.Principals;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Steps;

/// <summary>What one attempt has to itself: a scope of services, made when it is first asked for, and what it has spent.</summary>
internal sealed class StepAttempt : IAsyncDisposable
{
    private readonly Lock _gate;
    private readonly IServiceScopeFactory? _scopes;
    private IServiceProvider? _services;
    private AsyncServiceScope? _scope;
    private readonly RunSpend _spend;
    private readonly bool _isSpendLimited;
    private bool _disposed;
    private decimal _spent;
    private bool _spentTaken;

    /// <param name="gate">Held for a moment at a time; shared by the attempts of a run.</param>
    /// <param name="scopes">Makes the scope.</param>
    /// <param name="spend">What the whole run spends.</param>
    /// <param name="isSpendLimited">Whether spending too much is told.</param>
    public StepAttempt(Lock gate, IServiceScopeFactory scopes, RunSpend spend, bool isSpendLimited)
    {
        _gate = gate;
        _scopes = scopes;
        _spend = spend;
        _isSpendLimited = isSpendLimited;
    }

    /// <summary>The attempt of a unit test, with services of its own.</summary>
    public StepAttempt(IServiceProvider services, RunSpend spend)
    {
        _gate = new Lock();
        _services = services;
        _spend = spend;
        _isSpendLimited = true;
    }

    /// <summary>The attempt timed out and went on: what belongs to it is let go of when it ends by itself.</summary>
    public bool IsAbandoned { get; set; }

    /// <exception cref="ContextMisuseException">The attempt is over.</exception>
    public IServiceProvider Services
    {
        get
        {
            lock (_gate)
            {
                if (_disposed)
                {
                    throw new ContextMisuseException(
                        "A step asked for its services after its attempt was over, and they with it.",
                        "Await everything that the step starts, and honour its token.");
                }

                if (_services is null)
                {
                    _scope = _scopes!.CreateAsyncScope();
                    _services = _scope.Value.ServiceProvider;
                }

                return _services;
            }
        }
    }

    /// <summary>Counts what the attempt has spent; called on any thread.</summary>
    /// <returns>False when that is more than the run may.</returns>
    /// <exception cref="ContextMisuseException">The attempt is over.</exception>
    public bool AddSpend(decimal amount, string runId)
    {
        lock (_gate)
        {
            if (_spentTaken)
            {
                throw new ContextMisuseException(
                    $"A step of run '{runId}' counted what it spent after its attempt was over, so it cannot be recorded.",
                    "Await everything that the step starts, and honour its token.",
                    runId);
            }

            _spent += amount;
        }

        return _spend.Add(amount) || !_isSpendLimited;
    }

    /// <summary>What the attempt has spent; from now on it can spend nothing more.</summary>
    public decimal TakeSpend()
    {
        lock (_gate)
        {
            _spentTaken = true;
            return _spent;
        }
    }

    public ValueTask DisposeAsync()
    {
        AsyncServiceScope? scope;
        lock (_gate)
        {
            (_disposed, scope, _scope) = (true, _scope, null);
        }

        return scope?.DisposeAsync() ?? default;
    }
}
