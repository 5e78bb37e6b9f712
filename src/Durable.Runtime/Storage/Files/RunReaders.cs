using System.Collections.Concurrent;

namespace Durable.Storage.Files;

/// <summary>Lends readers out, so that looking at a run does not cost their buffers each time.</summary>
internal sealed class RunReaders(SegmentReads reads)
{
    private const int MostKept = 16;

    private readonly ConcurrentQueue<RunReader> _kept = new();

    public TResult Use<TState, TResult>(TState state, Func<RunReader, TState, TResult> use)
    {
        if (!_kept.TryDequeue(out var reader))
        {
            reader = new RunReader(reads);
        }

        var result = use(reader, state);

        // Not after an exception: what a reader holds then is of no use to the next one.
        if (_kept.Count < MostKept)
        {
            _kept.Enqueue(reader);
        }

        return result;
    }
}
