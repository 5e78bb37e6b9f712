using System.Globalization;
using System.Text;
using Durable.Generators.Models.Payloads;

namespace Durable.Generators.Parsing;

/// <summary>
/// Describes the JSON of payload types, for the fingerprint: what a journal holds, not what the author's types are called. Types are numbered
/// as they are met, so that recursive ones end and renamed ones stay the same.
/// </summary>
internal sealed class PayloadSchemas(SerializersModel model)
{
    private readonly Dictionary<string, PayloadModel> _models = model.Types.ToDictionary(type => type.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _definitions = [];

    /// <summary>The descriptions of all types met, one a line, in the order of their numbers.</summary>
    public IReadOnlyList<string> Definitions => _definitions;

    /// <summary>A reference to the description of the type that the serializers know as <paramref name="name"/>.</summary>
    public string Describe(string name) => _models[name] switch
    {
        BuiltinModel builtin => builtin.Builtin.Converter,
        EnumModel @enum => $"enum {@enum.UnderlyingType}",
        NullableModel nullable => $"{Describe(nullable.Element)}?",
        ConvertedModel converted => $"by {converted.Converter.Type}",
        ContextModel context => $"by {context.Context} {context.Type}",
        CollectionModel { Key: null } sequence => $"[{Describe(sequence.Element)}]",
        CollectionModel map => $"{{{map.Key}: {Describe(map.Element)}}}",
        ObjectModel @object => Number(@object),
        _ => throw new InvalidOperationException($"'{name}' is no kind of payload."),
    };

    private string Number(ObjectModel type)
    {
        if (!_numbers.TryGetValue(type.Name, out var number))
        {
            number = _numbers.Count;
            _numbers.Add(type.Name, number);
            _definitions.Add("");
            _definitions[number] = DescribeMembers(type, number);
        }

        return $"#{number.ToString(CultureInfo.InvariantCulture)}";
    }

    private string DescribeMembers(ObjectModel type, int number)
    {
        var text = new StringBuilder().Append('#').Append(number.ToString(CultureInfo.InvariantCulture)).Append(" {");
        foreach (var member in type.Members)
        {
            var payload = member.Converter is null ? Describe(member.Payload) : $"by {member.Converter.Type}";
            text.Append(' ').Append(member.JsonName).Append(": ").Append(payload);
        }

        return text.Append(" }").ToString();
    }
}
