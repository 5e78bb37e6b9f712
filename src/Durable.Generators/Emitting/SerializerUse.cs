using Durable.Generators.Models.Payloads;
using Durable.Shared.Payloads;

namespace Durable.Generators.Emitting;

/// <summary>Which members of a serializers class are called, so that no others are written.</summary>
/// <param name="Properties">Types whose metadata someone asks for by name.</param>
/// <param name="Writers">Types with a method that writes them.</param>
internal sealed record SerializerUse(HashSet<string> Properties, HashSet<string> Writers)
{
    public static SerializerUse Of(SerializersModel model)
    {
        var byName = model.Types.ToDictionary(static type => type.Name, StringComparer.Ordinal);
        var use = new SerializerUse(new(model.Roots, StringComparer.Ordinal), new(StringComparer.Ordinal));
        foreach (var type in model.Types.Where(HasHandler))
        {
            use.AddWriter(type, byName);
        }

        return use;
    }

    /// <summary>The serializer itself can call the method.</summary>
    public static bool HasHandler(PayloadModel type) => type switch
    {
        ObjectModel model => model.HasHandler,
        CollectionModel { NumberHandling: not null } => false,
        CollectionModel { Key: { } key } map => key == "string" && map.IsPlainKey,
        CollectionModel => true,
        _ => false,
    };

    private void AddWriter(PayloadModel type, Dictionary<string, PayloadModel> byName)
    {
        if (!Writers.Add(type.Name))
        {
            return;
        }

        foreach (var child in Written(type).Select(name => byName[name]))
        {
            if (HasHandler(child) || NeedsMethod(child))
            {
                AddWriter(child, byName);
            }
            else if (child is not (BuiltinModel or EnumModel))
            {
                Properties.Add(child.Name);
            }
        }
    }

    /// <summary>It takes more than one call to write the value.</summary>
    private static bool NeedsMethod(PayloadModel type) => type is NullableModel
        or BuiltinModel { Builtin.Writing: BuiltinWriting.Base64 }
        or BuiltinModel { IsValueType: false, Builtin.Writing: BuiltinWriting.Converter };

    private static IEnumerable<string> Written(PayloadModel type) => type switch
    {
        ObjectModel model => model.Members.Where(static member => member.Getter != MemberAccess.None).Select(static member => member.Payload),
        CollectionModel collection => [collection.Element],
        NullableModel nullable => [nullable.Element],
        _ => [],
    };
}
