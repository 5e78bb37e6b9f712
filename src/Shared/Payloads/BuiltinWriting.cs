namespace Durable.Shared.Payloads;

/// <summary>The family of <c>Utf8JsonWriter</c> calls that writes a built-in type.</summary>
internal enum BuiltinWriting
{
    /// <summary><c>WriteNumber</c>.</summary>
    Number,

    /// <summary><c>WriteString</c>.</summary>
    Text,

    /// <summary><c>WriteBoolean</c>.</summary>
    Boolean,

    /// <summary><c>WriteBase64String</c>.</summary>
    Base64,

    /// <summary>No call of its own: the built-in converter writes it.</summary>
    Converter,
}
