using Durable.Execution;

namespace Durable.Testing;

/// <summary>Draws what happens next: whose attempt runs, whose commit is applied, or whether the clock goes on first.</summary>
/// <param name="seed">What the draws follow from; null for the order of asking.</param>
/// <param name="gate">Where attempts wait.</param>
/// <param name="store">Where commits wait.</param>
/// <param name="clock">The clock, which may go on between them.</param>
/// <remarks>Called only when nothing else is under way, so that the draws, and with them the order of all records, follow from the seed alone.</remarks>
internal sealed class SeededSchedule(int? seed, SeededGate gate, SeededStore store, VirtualClock clock) : IDisposable
{
    // A step that takes no time is over long before. One that blocks its thread, as reading a callback token does, waits for a commit that waits here.
    private const int Moment = 200;

    private readonly Timer _watch = new(_ => Unblock(gate, store), null, Moment, Moment);

    private readonly DeterministicRandom? _random = seed is null ? null : new DeterministicRandom($"schedule/{seed}");

    /// <summary>Whether something waits to be drawn.</summary>
    public bool HasChoice => gate.Waiting + store.Waiting > 0;

    /// <summary>Takes one step; false when there is nothing to draw from.</summary>
    /// <param name="rest">What the runs have under way.</param>
    /// <param name="mayAdvance">Whether the clock may go on.</param>
    /// <param name="isPatient">Whether to wait for a step that is running; it may be one that only ends when something else goes on.</param>
    public bool TryGoOn(RunRest rest, bool mayAdvance, bool isPatient)
    {
        var attempts = gate.Waiting;
        if (rest.Attempts > attempts && isPatient)
        {
            return false;
        }

        var commits = store.Waiting;
        if (attempts + commits == 0)
        {
            return false;
        }

        // Without a seed: what was done is recorded first, and then comes what was asked for first.
        var drawn = _random is null ? (commits > 0 ? attempts : 0) : _random.Next(attempts + commits + (mayAdvance && clock.NextTimer is not null ? 1 : 0));
        if (drawn < attempts)
        {
            gate.Run(drawn);
        }
        else if (drawn < attempts + commits)
        {
            store.Run(drawn - attempts);
        }
        else
        {
            clock.AdvanceTo(clock.NextTimer!.Value);
        }

        return true;
    }

    public void Dispose() => _watch.Dispose();

    private static void Unblock(SeededGate gate, SeededStore store)
    {
        if (gate.Kept.TotalMilliseconds > Moment && store.Waiting > 0)
        {
            store.Run(0);
        }
    }
}
