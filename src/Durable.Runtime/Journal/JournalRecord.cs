using System.Text.Json;

namespace Durable.Journal;

/// <summary>One line of a run's history: immutable once it is stamped with its place and time.</summary>
internal abstract class JournalRecord
{
    /// <summary>The kind's stable short name, the record's <c>t</c>.</summary>
    public abstract JsonEncodedText Kind { get; }

    /// <summary>The operation it belongs to, or null.</summary>
    public virtual string? OperationId => null;

    /// <summary>The place in the journal, from 1; 0 until stamped.</summary>
    public int Position { get; private set; }

    /// <summary>UTC, in milliseconds since 1970; never less than the record's before it.</summary>
    public long Timestamp { get; private set; }

    /// <summary>What the attempt spent, or the child, that it tells of; written by the kinds that can.</summary>
    public decimal Spend { get; init; }

    /// <summary>Whether the body may go on once this record is delivered; false for records that only note something.</summary>
    public virtual bool ResumesBody => true;

    /// <summary>Whether its operation is over with it.</summary>
    public virtual bool EndsOperation => false;

    /// <summary>Whether the run shows something else because of it, even while the run is busy: a question, a child, a retry, metadata.</summary>
    public virtual bool ChangesView => false;

    /// <summary>Whether nothing follows it in its journal.</summary>
    public virtual bool EndsJournal => false;

    public void Stamp(int position, long timestamp)
    {
        Position = position;
        Timestamp = timestamp;
    }

    /// <summary>Hands the record to the run it belongs to, live or on replay.</summary>
    public abstract void DeliverTo(IRecordTarget target);

    /// <summary>Writes the fields that are the kind's own.</summary>
    public abstract void WriteFields(Utf8JsonWriter writer);
}
