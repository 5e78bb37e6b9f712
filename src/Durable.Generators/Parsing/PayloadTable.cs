using Durable.Generators.Models;
using Durable.Generators.Models.Payloads;
using Durable.Generators.Parsing.Payloads;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Collects the types that cross a workflow's journal and names the serializer of each.</summary>
/// <param name="collector">Knows the types and what they contain.</param>
/// <param name="serializers">The class that holds the serializers.</param>
internal sealed class PayloadTable(SerializersCollector collector, string serializers)
{
    private readonly Dictionary<ITypeSymbol, PayloadReference> _known = new(SymbolEqualityComparer.IncludeNullability);

    /// <summary>A payload must be one that can be recorded; otherwise nothing is generated.</summary>
    public bool HasProblems => collector.HasProblems;

    public PayloadReference? AddOptional(ITypeSymbol? type, bool isSensitive) => type is null ? null : Add(type, isSensitive);

    public PayloadReference Add(ITypeSymbol type, bool isSensitive)
    {
        if (isSensitive)
        {
            return Describe(type, MaskCollector.Hidden);
        }

        if (!_known.TryGetValue(type, out var reference))
        {
            reference = Describe(type, mask: null) with { Mask = Mask(collector.MaskOf(type)) };
            _known.Add(type, reference);
        }

        return reference;
    }

    private PayloadReference Describe(ITypeSymbol type, string? mask)
    {
        var annotated = SourceText.Of(type);

        // The serializers know no annotations; where the author's type has some inside, the compiler must be told that it is the same.
        var sameType = annotated == SourceText.Plain(type) ? "" : "!";
        return new PayloadReference(annotated, $"{serializers}.Default.{NameOf(type)}{sameType}", mask);
    }

    /// <summary>Adds the generated type that holds a step's recorded arguments, under the name by which the state machine knows it.</summary>
    public PayloadReference AddInput(string type, string fullType, IReadOnlyList<StepInputMember> members)
    {
        var name = collector.AddStepInput(fullType, members);
        return new PayloadReference(type, $"{serializers}.Default.{name}", Mask(collector.MaskOfInput(name, members)));
    }

    /// <summary>The property of the serializers that belongs to a type.</summary>
    public string NameOf(ITypeSymbol type) => collector.AddRoot(type);

    public SerializersModel ToModel() => collector.ToModel();

    private string? Mask(string? within) => within is null or MaskCollector.Hidden ? within : $"{serializers}.{within}";
}
