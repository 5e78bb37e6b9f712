using Durable.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Collects the types that cross a workflow's journal and names the serializer of each.</summary>
internal sealed class PayloadTable(string serializers)
{
    private readonly NameAllocator _names = new(["Default", serializers]);
    private readonly Dictionary<string, string> _properties = new(StringComparer.Ordinal);

    public PayloadReference Add(ITypeSymbol type)
    {
        var plain = SourceText.Plain(type);
        if (!_properties.TryGetValue(plain, out var property))
        {
            _properties.Add(plain, property = _names.Take(type.Name.Length > 0 ? type.Name : "Payload"));
        }

        var annotated = SourceText.Of(type);
        return new PayloadReference(annotated, $"{serializers}.Default.{property}{(annotated == plain ? "" : "!")}");
    }

    public string AddInput(string type, string name, IEnumerable<InputMember> members)
    {
        _ = members;
        var property = _names.Take(name);
        _properties.Add(type, property);
        return $"{serializers}.Default.{property}";
    }

    public EquatableArray<string> ToModel() =>
        _properties.Select(pair => $"public global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<{pair.Key}> {pair.Value} => (global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<{pair.Key}>)global::System.Text.Json.JsonSerializerOptions.Default.GetTypeInfo(typeof({pair.Key}));").ToEquatableArray();

    internal readonly record struct InputMember(string JsonName, string Member, ITypeSymbol Type);
}
