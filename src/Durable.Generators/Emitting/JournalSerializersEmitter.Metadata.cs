using Durable.Generators.Models.Payloads;
using Durable.Shared.Payloads;

namespace Durable.Generators.Emitting;

// What each type consists of, for reading and for whatever the straight-line methods do not cover.
internal sealed partial class JournalSerializersEmitter
{
    private readonly Dictionary<string, string> _createNames = new(StringComparer.Ordinal);

    /// <summary>The expression that makes a type's metadata: at once where it is one call, else by a method.</summary>
    private string Create(PayloadModel type) => type switch
    {
        BuiltinModel builtin => Value(type, $"{Services}.{builtin.Builtin.Converter}"),
        EnumModel => Value(type, $"{Services}.GetEnumConverter<{type.Type}>(options)"),
        NullableModel nullable => Value(type, $"{Services}.GetNullableConverter<{nullable.ElementType}>(options)"),
        ContextModel context => Value(type, $"{Helper}.ContextConverter<{type.Type}>({context.Context}.Default)"),
        ConvertedModel converted => Value(type, Converter(converted.Converter)),
        _ => $"{CreateName(type)}(options)",
    };

    private static string Value(PayloadModel type, string converter) => $"{Services}.CreateValueInfo<{type.Type}>(options, {converter})";

    private string CreateName(PayloadModel type)
    {
        if (!_createNames.TryGetValue(type.Name, out var name))
        {
            name = _names.Take("Create" + type.Name);
            _createNames.Add(type.Name, name);
        }

        return name;
    }

    private void EmitMetadata(PayloadModel type)
    {
        switch (type)
        {
            case CollectionModel collection:
                _w.Line();
                EmitCollection(collection);
                break;
            case ObjectModel model:
                _w.Line();
                EmitObject(model);
                break;
        }
    }

    private string Signature(PayloadModel type) => $"private {Metadata}JsonTypeInfo<{type.Type}> {CreateName(type)}({Options} options)";

    private static string Converter(ConverterModel converter) => converter.NullableOf is { } underlying
        ? $"{Helper}.NullableConverter<{underlying}>(new {converter.Type}(), options)"
        : $"{Helper}.Converter<{converter.For}>(new {converter.Type}(), options)";

    private void EmitCollection(CollectionModel type)
    {
        var arguments = type.Form.Factory is "CreateArrayInfo" or "CreateMemoryInfo" or "CreateReadOnlyMemoryInfo" ? type.ElementType
            : type.Key is { } key ? $"{type.Type}, {key}, {type.ElementType}"
            : $"{type.Type}, {type.ElementType}";
        _w.Line(Signature(type) + " =>");
        using (_w.Indented())
        {
            using (_w.Block($"{Services}.{type.Form.Factory}<{arguments}>(options, new {Metadata}JsonCollectionInfoValues<{type.Type}>", close: FromItems(type)))
            {
                if (type.Form.Construction == CollectionConstruction.New)
                {
                    _w.Line($"ObjectCreator = static () => new {type.Type}(),");
                }

                if (type.NumberHandling is { } numbers)
                {
                    _w.Line($"NumberHandling = {NumberHandling(numbers)},");
                }

                if (HasHandler(type))
                {
                    _w.Line($"SerializeHandler = {WriteName(type)},");
                }
            }
        }
    }

    private static string FromItems(CollectionModel type) => type.Form.Converter is { } converter
        ? $"}}, static items => {converter.Replace("{0}", type.Key ?? type.ElementType).Replace("{1}", type.ElementType)});"
        : "});";

    private void EmitObject(ObjectModel type)
    {
        var members = _names.Take(type.Name + "Members");
        var parameters = type.Constructor is { Parameters.Count: > 0 } ? _names.Take(type.Name + "Parameters") : null;
        var create = $"{Services}.CreateObjectInfo(options, new {Metadata}JsonObjectInfoValues<{type.Type}>";
        if (type.Settings is { CreationHandling: null, UnmappedMemberHandling: null })
        {
            _w.Line(Signature(type) + " =>");
            using (_w.Indented())
            {
                EmitObjectValues(type, create, members, parameters);
            }
        }
        else
        {
            using (_w.Block(Signature(type)))
            {
                EmitObjectValues(type, "var info = " + create, members, parameters);
                EmitSettings(type.Settings);
                _w.Line("return info;");
            }
        }

        _w.Line();
        EmitMembers(type, members);
        if (parameters is not null)
        {
            _w.Line();
            EmitParameters(type.Constructor!, parameters);
        }
    }

    private void EmitObjectValues(ObjectModel type, string header, string members, string? parameters)
    {
        using (_w.Block(header, close: "});"))
        {
            EmitCreator(type, parameters);
            _w.Line($"PropertyMetadataInitializer = _ => {members}(options),");
            if (type.Settings.NumberHandling is { } numbers)
            {
                _w.Line($"NumberHandling = {NumberHandling(numbers)},");
            }

            if (HasHandler(type))
            {
                _w.Line($"SerializeHandler = {WriteName(type)},");
            }
        }
    }

    private void EmitCreator(ObjectModel type, string? parameters)
    {
        if (type.Constructor is not { } constructor)
        {
            return;
        }

        var create = constructor.IsDefaultValue ? $"default({type.Type})"
            : constructor.Accessor is { } accessor ? $"{Call(accessor)}({Arguments(constructor)})"
            : $"new {type.Type}({Arguments(constructor)})";
        if (parameters is null)
        {
            _w.Line($"ObjectCreator = static () => {create},");
            return;
        }

        _w.Line($"ObjectWithParameterizedConstructorCreator = static arguments => {create},");
        _w.Line($"ConstructorParameterMetadataInitializer = {parameters},");
    }

    private static string Arguments(ConstructorModel constructor) =>
        string.Join(", ", constructor.Parameters.Select(static (parameter, index) => $"({parameter.Type})arguments[{index}]"));

    private void EmitSettings(JsonTypeSettings settings)
    {
        if (settings.CreationHandling is { } creation)
        {
            _w.Line($"info.PreferredPropertyObjectCreationHandling = {CreationHandling(creation)};");
        }

        if (settings.UnmappedMemberHandling is { } unmapped)
        {
            _w.Line($"info.UnmappedMemberHandling = ({Json}Serialization.JsonUnmappedMemberHandling){unmapped};");
        }
    }

    private void EmitMembers(ObjectModel type, string name)
    {
        var header = $"private static {Metadata}JsonPropertyInfo[] {name}({Options} options)";
        if (type.Members.Count == 0)
        {
            _w.Line($"{header} => [];");
            return;
        }

        _w.Line($"{header} =>");
        _w.Line("[");
        using (_w.Indented())
        {
            foreach (var member in type.Members)
            {
                EmitMember(type, member);
            }
        }

        _w.Line("];");
    }

    private void EmitMember(ObjectModel type, MemberModel member)
    {
        _w.Line($"{Helper}.Member<{member.Type}>(");
        using (_w.Indented())
        {
            _w.Line($"options, typeof({member.DeclaringType}), {Literal(member.Name)}, {Literal(member.JsonName)},");
            var more = MemberSettings(member).ToList();
            if (member.Setter != MemberAccess.None)
            {
                more.Insert(0, SetLambda(type, member));
            }

            _w.Line(GetLambda(type, member) + (more.Count == 0 ? ")," : ","));
            if (more.Count > 0)
            {
                _w.Line(string.Join(", ", more) + "),");
            }
        }
    }

    private string GetLambda(ObjectModel type, MemberModel member) => member.Getter switch
    {
        MemberAccess.None => "null",
        MemberAccess.Direct => $"static target => (({member.DeclaringType})target).{Escape(member.Name)}",
        _ => $"static target => {Call(member.GetAccessor!)}({Target(type, member)})",
    };

    private string SetLambda(ObjectModel type, MemberModel member) => member switch
    {
        { Setter: MemberAccess.Direct } when type.IsValueType =>
            $"static (target, value) => global::System.Runtime.CompilerServices.Unsafe.Unbox<{type.Type}>(target).{Escape(member.Name)} = value",
        { Setter: MemberAccess.Direct } => $"static (target, value) => (({member.DeclaringType})target).{Escape(member.Name)} = value",
        { SetAccessor.Kind: AccessorKind.Field } => $"static (target, value) => {Call(member.SetAccessor)}({Target(type, member)}) = value",
        _ => $"static (target, value) => {Call(member.SetAccessor!)}({Target(type, member)}, value)",
    };

    private static string Target(ObjectModel type, MemberModel member) => type.IsValueType
        ? $"ref global::System.Runtime.CompilerServices.Unsafe.Unbox<{type.Type}>(target)"
        : $"({member.DeclaringType})target";

    private static IEnumerable<string> MemberSettings(MemberModel member)
    {
        if (member.IsField)
        {
            yield return "isField: true";
        }

        if (member.IsRequired)
        {
            yield return "isRequired: true";
        }

        if (member.Settings.IsExtensionData)
        {
            yield return "isExtensionData: true";
        }

        if (member.Settings.IgnoreCondition is { } ignore)
        {
            yield return $"ignore: ({Json}Serialization.JsonIgnoreCondition){ignore}";
        }

        if (member.Settings.NumberHandling is { } numbers)
        {
            yield return $"numbers: {NumberHandling(numbers)}";
        }

        if (member.Settings.CreationHandling is { } creation)
        {
            yield return $"creation: {CreationHandling(creation)}";
        }

        if (member.Converter is { } converter)
        {
            yield return $"converter: {Converter(converter)}";
        }
    }

    private void EmitParameters(ConstructorModel constructor, string name)
    {
        _w.Line($"private static {Metadata}JsonParameterInfoValues[] {name}() =>");
        _w.Line("[");
        using (_w.Indented())
        {
            for (var index = 0; index < constructor.Parameters.Count; index++)
            {
                var parameter = constructor.Parameters[index];
                var defaultValue = parameter.DefaultValue is { } value ? ", " + value : "";
                _w.Line($"{Helper}.Parameter<{parameter.Type}>({index}, {Literal(parameter.Name)}{defaultValue}),");
            }
        }

        _w.Line("];");
    }

    private static string NumberHandling(int value) => $"({Json}Serialization.JsonNumberHandling){value}";

    private static string CreationHandling(int value) => $"({Json}Serialization.JsonObjectCreationHandling){value}";
}
