using System.Collections.Concurrent;

namespace Durable.Tests.Testing;

/// <summary>The outside world of a <see cref="TripWorkflow"/>: notes what it is asked.</summary>
internal class Travel
{
    private readonly ConcurrentQueue<string> _calls = new();

    public IReadOnlyCollection<string> Calls => _calls;

    public virtual Task<string> BookAsync(string id, decimal price, string key)
    {
        _calls.Enqueue($"book {id}");
        return Task.FromResult($"seat-{id}");
    }

    public virtual Task CancelAsync(string id, string seat)
    {
        _calls.Enqueue($"cancel {id} {seat}");
        return Task.CompletedTask;
    }

    public virtual Task<int> RateAsync(Trip trip, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"rate {trip.Id}");
        return Task.FromResult(5);
    }
}
