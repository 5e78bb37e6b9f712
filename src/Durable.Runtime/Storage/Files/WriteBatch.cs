using System.Diagnostics.CodeAnalysis;

namespace Durable.Storage.Files;

/// <summary>Lines written with one flush. Their completions are handed out one by one, so that a second thread can go on where the first one is held up.</summary>
internal sealed class WriteBatch
{
    private int _taken;

    public List<JournalWrite> Writes { get; private set; } = [];

    public bool HasMore => Volatile.Read(ref _taken) < Writes.Count;

    public bool TryTake([NotNullWhen(true)] out JournalWrite? write)
    {
        var index = Interlocked.Increment(ref _taken) - 1;
        write = index < Writes.Count ? Writes[index] : null;
        return write is not null;
    }

    /// <summary>Exchanges the lines for a queue's; the emptied list serves as the next queue.</summary>
    public List<JournalWrite> Fill(List<JournalWrite> queue)
    {
        var empty = Writes;
        empty.Clear();
        Writes = queue;
        _taken = 0;
        return empty;
    }
}
