using System.Collections.Concurrent;

namespace Approval;

/// <summary>Transfers money once per idempotency key. A real one remembers its keys as long as its money; this one while the process lives.</summary>
public sealed class Bank
{
    private readonly ConcurrentDictionary<string, string> _transfers = new();

    public Task<string> TransferAsync(string employee, decimal amount, string idempotencyKey) =>
        Task.FromResult(_transfers.GetOrAdd(idempotencyKey, _ => $"transfer-{_transfers.Count + 1} of {amount:F2} to {employee}"));
}
