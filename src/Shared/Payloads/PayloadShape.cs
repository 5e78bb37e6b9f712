namespace Durable.Shared.Payloads;

/// <summary>How a payload type is written.</summary>
internal enum PayloadShape
{
    /// <summary>It is not; the findings say why.</summary>
    None,

    /// <summary>One JSON value, by a converter that System.Text.Json brings.</summary>
    Builtin,

    /// <summary>A number.</summary>
    Enum,

    /// <summary>The underlying value or null.</summary>
    Nullable,

    /// <summary>By the author's converter.</summary>
    Converted,

    /// <summary>By the author's context.</summary>
    FromContext,

    /// <summary>An array of elements.</summary>
    Sequence,

    /// <summary>An object with a property for each entry.</summary>
    Map,

    /// <summary>An object with a property for each member.</summary>
    Object,
}
