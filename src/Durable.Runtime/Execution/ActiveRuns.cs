using System.Collections.Concurrent;

namespace Durable.Execution;

/// <summary>The runs in this process's memory, by the id under which the store keeps them, for its worker to keep and its client to look at.</summary>
internal sealed class ActiveRuns : ConcurrentDictionary<string, ActiveRun>
{
    public ActiveRuns()
        : base(StringComparer.Ordinal)
    {
    }
}
