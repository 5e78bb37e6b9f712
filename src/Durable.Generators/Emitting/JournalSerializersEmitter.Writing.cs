using Durable.Generators.Models.Payloads;
using Durable.Shared.Payloads;

namespace Durable.Generators.Emitting;

// The straight-line methods that write, and the property names they write, encoded once.
internal sealed partial class JournalSerializersEmitter
{
    private readonly Dictionary<string, string> _writeNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _propertyNames = new(StringComparer.Ordinal);

    private const string EncodedText = "global::System.Text.Json.JsonEncodedText";

    /// <summary>The serializer itself can call the method.</summary>
    private static bool HasHandler(PayloadModel type) => SerializerUse.HasHandler(type);

    private string WriteName(PayloadModel type)
    {
        if (!_writeNames.TryGetValue(type.Name, out var name))
        {
            name = _names.Take("Write" + type.Name);
            _writeNames.Add(type.Name, name);
        }

        return name;
    }

    private void EmitPropertyNames()
    {
        var names = _model.Types.OfType<ObjectModel>().Where(HasHandler)
            .SelectMany(static type => type.Members)
            .Where(static member => member.Getter != MemberAccess.None)
            .Select(static member => member.JsonName)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(static name => name, StringComparer.Ordinal);
        foreach (var jsonName in names)
        {
            var clean = Parsing.UniqueNames.Clean(jsonName);
            var field = _names.Take("s_" + (clean.Length == 0 ? "name" : Camel(clean)));
            _propertyNames.Add(jsonName, field);
            _w.Line($"private static readonly {EncodedText} {field} = {EncodedText}.Encode({Literal(jsonName)});");
        }

        _w.Line();
    }

    private void EmitWriter(PayloadModel type)
    {
        if (!_used.Writers.Contains(type.Name))
        {
            return;
        }

        _w.Line();
        var annotation = type.IsValueType ? "" : "?";
        using (_w.Block($"private void {WriteName(type)}({Json}Utf8JsonWriter writer, {type.Type}{annotation} value)"))
        {
            if (!type.IsValueType)
            {
                EmitNullCheck();
            }

            switch (type)
            {
                case NullableModel nullable:
                    EmitNullable(nullable);
                    break;
                case BuiltinModel { Builtin.Writing: BuiltinWriting.Base64 }:
                    _w.Line("writer.WriteBase64StringValue(value);");
                    break;
                case BuiltinModel builtin:
                    _w.Line($"{Services}.{builtin.Builtin.Converter}.Write(writer, value, Options);");
                    break;
                case CollectionModel { Key: null } sequence:
                    EmitSequence(sequence);
                    break;
                case CollectionModel map:
                    EmitMap(map);
                    break;
                case ObjectModel model:
                    EmitObjectBody(model);
                    break;
            }
        }
    }

    private void EmitNullCheck() => _w.Lines("""
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        """);

    private void EmitNullable(NullableModel type)
    {
        using (_w.Block("if (value is { } present)"))
        {
            EmitWrite("present", type.Element);
        }

        using (_w.Block("else"))
        {
            _w.Line("writer.WriteNullValue();");
        }
    }

    private void EmitSequence(CollectionModel type)
    {
        // Memory by its index too: its span's enumerator needs a newer C# than the author may have chosen.
        var (length, item) = type.Form switch
        {
            { Factory: "CreateMemoryInfo" or "CreateReadOnlyMemoryInfo" } => ("Length", "value.Span[index]"),
            { Factory: "CreateListInfo", IsInterfaceWalk: false } => ("Count", "value[index]"),
            _ => (null, "item"),
        };
        var items = type.Form.IsInterfaceWalk ? $"(global::System.Collections.Generic.IEnumerable<{type.ElementType}>)value" : "value";
        _w.Line("writer.WriteStartArray();");
        using (_w.Block(length is null ? $"foreach (var item in {items})" : $"for (var index = 0; index < value.{length}; index++)"))
        {
            EmitWrite(item, type.Element);
        }

        _w.Line();
        _w.Line("writer.WriteEndArray();");
    }

    private void EmitMap(CollectionModel type)
    {
        var entries = type.Form.IsInterfaceWalk
            ? $"(global::System.Collections.Generic.IEnumerable<global::System.Collections.Generic.KeyValuePair<{type.Key}, {type.ElementType}>>)value"
            : "value";
        _w.Line("writer.WriteStartObject();");
        using (_w.Block($"foreach (var entry in {entries})"))
        {
            _w.Line("writer.WritePropertyName(entry.Key);");
            EmitWrite("entry.Value", type.Element);
        }

        _w.Line();
        _w.Line("writer.WriteEndObject();");
    }

    private void EmitObjectBody(ObjectModel type)
    {
        _w.Line("writer.WriteStartObject();");
        foreach (var member in type.Members)
        {
            if (member.Getter == MemberAccess.None)
            {
                continue;
            }

            var value = Read(type, member);
            if (Condition(member, value) is { } condition)
            {
                using (_w.Block($"if ({condition})"))
                {
                    EmitWrite(value, member.Payload, _propertyNames[member.JsonName]);
                }
            }
            else
            {
                EmitWrite(value, member.Payload, _propertyNames[member.JsonName]);
            }
        }

        _w.Line("writer.WriteEndObject();");
    }

    private string Read(ObjectModel type, MemberModel member) => member switch
    {
        { Getter: MemberAccess.Unsafe } => $"{Call(member.GetAccessor!)}({(type.IsValueType ? "ref " : "")}value)",
        { NeedsCast: true } => $"(({member.DeclaringType})value).{Escape(member.Name)}",
        _ => $"value.{Escape(member.Name)}",
    };

    private string? Condition(MemberModel member, string value) => member.Settings.IgnoreCondition switch
    {
        JsonAttributes.IgnoreWhenWritingNull => $"{value} is not null",
        JsonAttributes.IgnoreWhenWritingDefault when _byName[member.Payload] is NullableModel or { IsValueType: false } => $"{value} is not null",
        JsonAttributes.IgnoreWhenWritingDefault =>
            $"!global::System.Collections.Generic.EqualityComparer<{member.Type}>.Default.Equals({value}, default)",
        _ => null,
    };

    private void EmitWrite(string value, string payload, string? property = null)
    {
        var type = _byName[payload];
        var suffix = property is null ? "Value(" : $"({property}, ";
        var call = type switch
        {
            BuiltinModel { Builtin.Writing: BuiltinWriting.Number } => $"writer.WriteNumber{suffix}{value});",
            BuiltinModel { Builtin.Writing: BuiltinWriting.Text } => $"writer.WriteString{suffix}{value});",
            BuiltinModel { Builtin.Writing: BuiltinWriting.Boolean } => $"writer.WriteBoolean{suffix}{value});",
            EnumModel number => $"writer.WriteNumber{suffix}({number.UnderlyingType}){value});",
            _ => null,
        };
        if (call is not null)
        {
            _w.Line(call);
            return;
        }

        if (property is not null)
        {
            _w.Line($"writer.WritePropertyName({property});");
        }

        _w.Line(type switch
        {
            _ when _used.Writers.Contains(payload) => $"{WriteName(type)}(writer, {value});",
            BuiltinModel builtin => $"{Services}.{builtin.Builtin.Converter}.Write(writer, {value}, Options);",
            _ => $"{Json}JsonSerializer.Serialize(writer, {value}, {type.Name});",
        });
    }
}
