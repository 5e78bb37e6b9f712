using System.Text.Json;
using Durable.Principals;

namespace Durable.Journal;

/// <summary>A child was created with the commit that holds this record, or could not be.</summary>
internal sealed class ChildRecord(string id) : OperationRecord(id), ICreationRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("child");

    public override JsonEncodedText Kind => Name;

    public override bool ChangesView => true;

    public override bool MayComeLate => true;

    public override bool IsFailure => Error is not null;

    /// <summary>The child's id.</summary>
    public required string RunId { get; init; }

    public required string Workflow { get; init; }

    public required int Version { get; init; }

    /// <summary>What becomes of the child when the parent ends first; stored by <see cref="ParentClosePolicyNames"/>.</summary>
    public required ParentClosePolicy Policy { get; init; }

    /// <summary>Whether a child that completed is undone with its parent.</summary>
    public bool IsUndoneWithParent { get; init; }

    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Why there is no child, or null.</summary>
    public ErrorInfo? Error { get; init; }

    /// <summary>The same, for a child whose id turned out to be taken.</summary>
    public JournalRecord Refused(ErrorInfo error) => new ChildRecord(OperationId)
    {
        RunId = RunId,
        Workflow = Workflow,
        Version = Version,
        Policy = Policy,
        IsUndoneWithParent = IsUndoneWithParent,
        Input = Input,
        Error = error,
    };

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Run, RunId);
        writer.WriteString(FieldNames.Workflow, Workflow);
        writer.WriteNumber(FieldNames.Version, Version);
        writer.WriteString(FieldNames.Policy, ParentClosePolicyNames.Of(Policy));
        if (IsUndoneWithParent)
        {
            writer.WriteBoolean(FieldNames.WithParent, true);
        }

        writer.WritePayload(FieldNames.Input, Input);
        writer.WriteError(FieldNames.Error, Error);
    }
}

/// <summary>A child ended, one way or the other; taken from the inbox.</summary>
internal sealed class ChildEndRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("childEnd");

    public override JsonEncodedText Kind => Name;

    public override bool EndsOperation => true;

    public override bool ChangesView => true;

    public override bool MayComeLate => true;

    public override bool IsFailure => Status != RunStatus.Completed;

    public required string RunId { get; init; }

    public required RunStatus Status { get; init; }

    public ReadOnlyMemory<byte> Result { get; init; }

    /// <summary>When the child sent it: UTC, in milliseconds since 1970; 0 where that was not recorded.</summary>
    public long EndedAt { get; init; }

    /// <summary>Why the child did not complete; null when it did.</summary>
    public ErrorInfo? Error { get; init; }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Run, RunId);
        writer.WriteString(FieldNames.Status, RunStatusNames.Of(Status));
        if (EndedAt != 0)
        {
            writer.WriteNumber(FieldNames.Ended, EndedAt);
        }

        writer.WritePayload(FieldNames.Result, Result);
        writer.WriteError(FieldNames.Error, Error);
        writer.WriteAmount(FieldNames.Spend, Spend);
    }
}
