namespace Durable.Generators.Models.Payloads;

/// <summary>An <c>[UnsafeAccessor]</c> method: the compiler-checked way to a member that C# would not let generated code use.</summary>
/// <param name="Kind">What it reaches.</param>
/// <param name="Label">A readable stem for the method's name.</param>
/// <param name="MetadataName">The member's name; empty for a constructor.</param>
/// <param name="Target">The declaring type; in terms of <paramref name="TypeParameters"/> when it is generic.</param>
/// <param name="IsTargetValueType">It is passed by reference.</param>
/// <param name="Types">Parameter types of a constructor or setter; the member's type otherwise. In the same terms.</param>
/// <param name="TypeParameters">Of a generic declaring type: <c>&lt;T&gt;</c>, else empty.</param>
/// <param name="Constraints">What they must satisfy: <c> where T : class</c>, else empty.</param>
/// <param name="TypeArguments">What they are here: <c>&lt;int&gt;</c>, else empty.</param>
internal sealed record AccessorModel(
    AccessorKind Kind,
    string Label,
    string MetadataName,
    string Target,
    bool IsTargetValueType,
    EquatableArray<string> Types,
    string TypeParameters,
    string Constraints,
    string TypeArguments);
