namespace Durable;

/// <summary>Marks data that must not be shown: logs, traces and views replace it by <c>***</c>. The journal keeps the value.</summary>
/// <remarks>
/// On a member of a payload type it hides the member wherever the type occurs: nested, in lists, in dictionaries. On a parameter of a step or of
/// <c>RunAsync</c>, on a step's return value or on a <see cref="Signal{T}"/> field it hides the whole payload. On a constructor parameter it hides the
/// member of the same name. A type with marked members that a converter or a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> of your
/// own writes is hidden as a whole, because its JSON is not known. It does not encrypt: whoever reads the store reads the value.
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
public sealed class SensitiveAttribute : Attribute;
