using System.Text.Json;

namespace Durable.Journal;

/// <summary>The records before this one were copied from another run; from here on the run is itself.</summary>
/// <param name="at">The operation before whose first record the copy ends.</param>
internal sealed class ForkRecord(string at) : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("fork");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    public override string OperationId { get; } = at;

    /// <summary>The run that was forked.</summary>
    public required string RunId { get; init; }

    /// <summary>Its generation then.</summary>
    public required int Generation { get; init; }

    /// <summary>What chance is drawn from since the last copied record, so that the fork's differs from the original's.</summary>
    public required string Seed { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.Forked(this);

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Run, RunId);
        writer.WriteCount(FieldNames.Generation, Generation, unless: 1);
        writer.WriteString(FieldNames.Seed, Seed);
    }
}
