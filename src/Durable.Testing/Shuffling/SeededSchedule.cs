using Durable.Execution;

namespace Durable.Testing;

/// <summary>Draws what happens next: whose attempt runs, whose commit is applied, or whether the clock goes on first.</summary>
/// <remarks>Called only when nothing else is under way, so that the draws, and with them the order of all records, follow from the seed alone.</remarks>
internal sealed class SeededSchedule(int seed, SeededGate gate, SeededStore store, VirtualClock clock)
{
    private readonly DeterministicRandom _random = new($"schedule/{seed}");

    /// <summary>Whether something waits to be drawn.</summary>
    public bool HasChoice => gate.Waiting + store.Waiting > 0;

    /// <summary>Takes one step; false when there is nothing to draw from.</summary>
    /// <param name="rest">What the runs have under way.</param>
    /// <param name="mayAdvance">Whether the clock may go on.</param>
    public bool TryGoOn(RunRest rest, bool mayAdvance)
    {
        var attempts = gate.Waiting;
        if (rest.Attempts > attempts)
        {
            // One of them is running, and waits for something of its own.
            return false;
        }

        var commits = store.Waiting;
        if (attempts + commits == 0)
        {
            return false;
        }

        var drawn = _random.Next(attempts + commits + (mayAdvance && clock.NextTimer is not null ? 1 : 0));
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
}
