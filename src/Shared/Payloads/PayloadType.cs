using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>One type in the graph that is reachable from a payload. Filled in once, by <see cref="PayloadTypes"/>; cyclic where types are.</summary>
internal sealed class PayloadType(ITypeSymbol symbol, string csharpName)
{
    private readonly List<PayloadFinding> _findings = [];

    public ITypeSymbol Symbol { get; } = symbol;

    /// <summary>See <see cref="PayloadTypeName"/>; equal exactly for types that share their serializer.</summary>
    public string CSharpName { get; } = csharpName;

    public PayloadShape Shape { get; set; }

    /// <summary>Of <see cref="PayloadShape.Builtin"/>.</summary>
    public BuiltinPayload? Builtin { get; set; }

    /// <summary>Of <see cref="PayloadShape.Converted"/>.</summary>
    public PayloadConverter? Converter { get; set; }

    /// <summary>Of <see cref="PayloadShape.FromContext"/>.</summary>
    public PayloadContext? Context { get; set; }

    /// <summary>Of <see cref="PayloadShape.Sequence"/> and <see cref="PayloadShape.Map"/>.</summary>
    public CollectionForm? Collection { get; set; }

    /// <summary>Of a map.</summary>
    public PayloadType? Key { get; set; }

    /// <summary>Of a sequence, the values of a map, what a nullable holds.</summary>
    public PayloadType? Element { get; set; }

    /// <summary>Of <see cref="PayloadShape.Object"/>, in the order they are written.</summary>
    public ImmutableArray<PayloadMember> Members { get; set; } = ImmutableArray<PayloadMember>.Empty;

    /// <summary>Of <see cref="PayloadShape.Object"/>; null when only its derived types are ever made.</summary>
    public PayloadConstructor? Constructor { get; set; }

    /// <summary>Declared with <c>[JsonDerivedType]</c>.</summary>
    public ImmutableArray<PayloadType> DerivedTypes { get; set; } = ImmutableArray<PayloadType>.Empty;

    /// <summary>Whether the object form carries a type discriminator where it applies.</summary>
    public bool IsPolymorphic { get; set; }

    /// <summary>What <c>[JsonNumberHandling]</c> and its like on the type say.</summary>
    public JsonTypeSettings Settings { get; set; } = JsonTypeSettings.None;

    public IReadOnlyList<PayloadFinding> Findings => _findings;

    public void Report(PayloadFinding finding) => _findings.Add(finding);

    public void Report(PayloadProblemKind kind, string reason) => Report(new PayloadFinding(kind, reason));

    /// <summary>The types it contains, with what a path to them adds.</summary>
    public IEnumerable<(string Suffix, PayloadType Type)> Edges()
    {
        if (Key is not null)
        {
            yield return ("[key]", Key);
        }

        if (Element is not null)
        {
            yield return (Shape == PayloadShape.Nullable ? "" : "[]", Element);
        }

        foreach (var member in Members)
        {
            if (member is { Converter: null, IsReported: false })
            {
                yield return ("." + member.Name, member.Type);
            }
        }

        foreach (var derived in DerivedTypes)
        {
            yield return ($"({PayloadTypeName.ForPeople(derived.Symbol)})", derived);
        }
    }
}
