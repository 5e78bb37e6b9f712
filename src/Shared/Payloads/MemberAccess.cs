namespace Durable.Shared.Payloads;

/// <summary>How generated code reaches an accessor, a field or a constructor.</summary>
internal enum MemberAccess
{
    /// <summary>There is none that the JSON uses.</summary>
    None,

    /// <summary>By ordinary C#.</summary>
    Direct,

    /// <summary>Through an <c>[UnsafeAccessor]</c>: not accessible, <c>init</c>, or guarded by <c>required</c>; checked at compile time all the same.</summary>
    Unsafe,
}
