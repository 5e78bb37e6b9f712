using System.Collections.Concurrent;
using System.Threading.Channels;

namespace AgentLoop;

/// <summary>Takes bookings at once, one for each key, and confirms them later, by calling back.</summary>
public sealed class TravelAgency
{
    private readonly ConcurrentDictionary<string, string> _bookings = new();
    private readonly Channel<(string What, string CallbackToken)> _orders = Channel.CreateUnbounded<(string, string)>();

    /// <summary>What is to be confirmed: a booking that is ordered again, with its new token, is there again.</summary>
    public ChannelReader<(string What, string CallbackToken)> Orders => _orders.Reader;

    /// <summary>What was booked, however often it was ordered.</summary>
    public ICollection<string> Bookings => _bookings.Values;

    public void Order(string what, string key, string callbackToken)
    {
        _bookings.TryAdd(key, what);
        _orders.Writer.TryWrite((what, callbackToken));
    }
}
