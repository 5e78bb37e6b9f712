namespace Durable.Storage.Files;

/// <summary>A line on its way into the journal, and what follows once it is durable.</summary>
internal abstract class JournalWrite
{
    /// <summary>The sealed line.</summary>
    public LineBuffer Line;

    /// <summary>Where the line came to lie.</summary>
    public LineLocation Location;

    /// <summary>The line's bytes are in the batch.</summary>
    public virtual void LineCopied() => Line.Dispose();

    /// <summary>Takes the line into the index: after the flush, in the order of lines, with the index's gate held.</summary>
    public abstract void Apply();

    /// <summary>Tells whoever waits; outside of all locks, on the writer's thread.</summary>
    /// <param name="failure">Null when the line is durable and applied.</param>
    public abstract void Complete(Exception? failure);
}
