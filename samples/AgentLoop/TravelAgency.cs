using System.Threading.Channels;

namespace AgentLoop;

/// <summary>Takes bookings at once and confirms them later, by calling back.</summary>
public sealed class TravelAgency
{
    private readonly Channel<(string What, string CallbackToken)> _orders = Channel.CreateUnbounded<(string, string)>();

    /// <summary>The bookings to confirm.</summary>
    public ChannelReader<(string What, string CallbackToken)> Orders => _orders.Reader;

    public void Order(string what, string callbackToken) => _orders.Writer.TryWrite((what, callbackToken));
}
