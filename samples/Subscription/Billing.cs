namespace SubscriptionSample;

/// <summary>A payment provider that does everything once per idempotency key, and says so.</summary>
public sealed class Billing(TextWriter output) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _done = [];
    private readonly Dictionary<string, decimal> _charges = [];
    private readonly SemaphoreSlim _paid = new(0);
    private decimal _balance;

    /// <summary>What was charged and not given back.</summary>
    public decimal Balance
    {
        get
        {
            lock (_lock)
            {
                return _balance;
            }
        }
    }

    public Task<string> ChargeAsync(string customer, decimal price, string idempotencyKey) => Task.FromResult(Once(idempotencyKey, () =>
    {
        var charge = $"charge-{_charges.Count + 1}";
        _charges.Add(charge, price);
        _balance += price;
        output.WriteLine($"{customer} pays {price:F2} ({charge})");
        _paid.Release();
        return charge;
    }));

    public Task RefundAsync(string customer, string chargeId, string idempotencyKey)
    {
        Once(idempotencyKey, () =>
        {
            _balance -= _charges[chargeId];
            output.WriteLine($"{customer} gets {_charges[chargeId]:F2} back ({chargeId})");
            return chargeId;
        });
        return Task.CompletedTask;
    }

    /// <summary>Completes when that many more payments have come.</summary>
    public async Task PaymentsAsync(int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            await _paid.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _paid.Dispose();

    private string Once(string key, Func<string> act)
    {
        lock (_lock)
        {
            if (!_done.TryGetValue(key, out var result))
            {
                _done.Add(key, result = act());
            }

            return result;
        }
    }
}
