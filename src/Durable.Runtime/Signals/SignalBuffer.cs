using Durable.Journal;

namespace Durable.Signals;

/// <summary>Signals that came before somebody waited, and waits that came before their signal; in order, per name.</summary>
internal sealed class SignalBuffer
{
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>The oldest signal of this name that nobody has taken, or null.</summary>
    public ReadOnlyMemory<byte>? Take(string name)
    {
        if (_lanes.TryGetValue(name, out var lane) && lane.Signals.TryDequeue(out var payload))
        {
            return payload;
        }

        // Not as `? payload : null`: there null would be a byte[] that converts to an empty memory, a signal nobody sent.
        return null;
    }

    public void Wait(string name, SignalWait wait) => LaneOf(name).Waits.Enqueue(wait);

    /// <summary>Gives a signal to the longest wait that still waits, or keeps it.</summary>
    public void Receive(string name, ReadOnlyMemory<byte> payload)
    {
        var lane = LaneOf(name);
        while (lane.Waits.TryDequeue(out var wait))
        {
            if (!wait.IsSettled)
            {
                wait.Receive(payload);
                return;
            }
        }

        lane.Signals.Enqueue(payload);
    }

    /// <summary>What nobody has taken: in order for each name.</summary>
    public List<CarriedSignal> Unused() =>
        [.. _lanes.SelectMany(static lane => lane.Value.Signals.Select(payload => new CarriedSignal(lane.Key, payload)))];

    private Lane LaneOf(string name)
    {
        if (!_lanes.TryGetValue(name, out var lane))
        {
            _lanes.Add(name, lane = new Lane());
        }

        return lane;
    }

    private sealed class Lane
    {
        public Queue<ReadOnlyMemory<byte>> Signals { get; } = new();

        public Queue<SignalWait> Waits { get; } = new();
    }
}
