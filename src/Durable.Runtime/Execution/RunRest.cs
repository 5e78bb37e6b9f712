namespace Durable.Execution;

/// <summary>What has been left under way by runs that nobody is handling just now.</summary>
/// <param name="Turns">How often they have been handled: unchanged means that nothing happened in between.</param>
/// <param name="Attempts">Steps and compensators that are running, or wait for a place to run.</param>
/// <param name="AwaitsStore">A commit or a read is on its way.</param>
internal readonly record struct RunRest(long Turns, int Attempts, bool AwaitsStore)
{
    /// <summary>Both together.</summary>
    public static RunRest operator +(RunRest left, RunRest right) =>
        new(left.Turns + right.Turns, left.Attempts + right.Attempts, left.AwaitsStore || right.AwaitsStore);
}
