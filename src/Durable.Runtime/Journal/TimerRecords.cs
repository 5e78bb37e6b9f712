using System.Text.Json;

namespace Durable.Journal;

/// <summary>A sleep began; its wake-up time is fixed from here on.</summary>
internal sealed class SleepRecord(string id, long until) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("sleep");

    public override JsonEncodedText Kind => Name;

    public override bool MayComeLate => true;

    public override bool ResumesBody => false;

    /// <summary>UTC, in milliseconds since 1970.</summary>
    public long Until { get; } = until;

    public override void WriteFields(Utf8JsonWriter writer) => writer.WriteNumber(FieldNames.Until, Until);
}

/// <summary>A sleep's time came.</summary>
internal sealed class WakeRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("wake");

    public override JsonEncodedText Kind => Name;

    public override bool EndsOperation => true;

    public override bool MayComeLate => true;

    public override void WriteFields(Utf8JsonWriter writer)
    {
    }
}

/// <summary>A wait's time-out came before what it waited for.</summary>
internal sealed class TimeoutRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("timeout");

    public override JsonEncodedText Kind => Name;

    public override bool EndsOperation => true;

    public override bool ChangesView => true;

    public override bool MayComeLate => true;

    public override void WriteFields(Utf8JsonWriter writer)
    {
    }
}
