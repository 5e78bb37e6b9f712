using System.Collections.Immutable;
using Durable.Generators.Models;
using Durable.Generators.Models.Payloads;
using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing.Payloads;

/// <summary>
/// Gathers the payload types of one workflow and everything they contain, and names the property of the serializers class that each one
/// gets. Add in order of declaration: names and order of what is generated follow from it.
/// </summary>
/// <param name="compilation">The author's.</param>
/// <param name="workflow">The class that the serializers are nested in.</param>
/// <param name="context">The author's own serializers, if any.</param>
internal sealed class SerializersCollector(Compilation compilation, INamedTypeSymbol workflow, PayloadContext? context = null)
{
    private readonly PayloadTypes _types = new(compilation, workflow, context);
    private readonly UniqueNames _names = new(PayloadNames.Reserved);
    private readonly Dictionary<string, string> _nameByType = new(StringComparer.Ordinal);
    private readonly List<PayloadType> _found = [];
    private readonly HashSet<PayloadType> _added = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<PayloadModel> _inputs = [];
    private readonly List<string> _roots = [];
    private readonly Dictionary<string, ConvertedModel> _convertedMembers = new(StringComparer.Ordinal);
    private MaskCollector? _masks;

    /// <summary>Something added cannot be recorded, so nothing must be generated; the analyzer says what.</summary>
    public bool HasProblems { get; private set; }

    private MaskCollector Masks => _masks ??= new MaskCollector(NameOf, _names);

    /// <summary>Adds a payload type, once.</summary>
    /// <returns>The property of the serializers class that holds its <c>JsonTypeInfo</c>.</returns>
    public string AddRoot(ITypeSymbol type)
    {
        var name = Add(type);
        if (!_roots.Contains(name))
        {
            _roots.Add(name);
        }

        return name;
    }

    /// <summary>The expression that names what of a payload type is not to be shown, within the serializers class; null when all may be.</summary>
    public string? MaskOf(ITypeSymbol type) => Masks.Of(_types.Get(type));

    /// <summary>The same for a record of step arguments that was added with the same name and members.</summary>
    public string? MaskOfInput(string name, IEnumerable<StepInputMember> members)
    {
        var masked = new List<MaskMemberModel>();
        foreach (var member in members)
        {
            if ((Sensitivity.IsMarked(member.Parameter) ? MaskCollector.Hidden : MaskOf(member.Parameter.Type)) is { } mask)
            {
                masked.Add(new MaskMemberModel(member.Parameter.Name, mask));
            }
        }

        return Masks.OfInput(name, masked);
    }

    /// <summary>Adds the generated record that holds the payload arguments of a step.</summary>
    /// <param name="typeName">C# type of the record, as a class nested in the workflow may write it.</param>
    /// <param name="members">Its positional properties, in order.</param>
    /// <param name="isValueType">It is a record struct.</param>
    /// <returns>The property of the serializers class that holds its <c>JsonTypeInfo</c>.</returns>
    public string AddStepInput(string typeName, IEnumerable<StepInputMember> members, bool isValueType = true)
    {
        var models = new List<MemberModel>();
        var parameters = new List<CreationParameterModel>();
        foreach (var (member, parameter) in members)
        {
            var payload = Add(parameter.Type);
            var type = _types.Get(parameter.Type).CSharpName;
            var property = member.TrimStart('@');
            parameters.Add(new CreationParameterModel(property, type, DefaultValueText.Of(parameter)));
            models.Add(new MemberModel(
                property,
                parameter.Name,
                type,
                payload,
                typeName,
                NeedsCast: false,
                IsField: false,
                MemberAccess.Direct,
                GetAccessor: null,
                MemberAccess.None,
                SetAccessor: null,
                IsRequired: false,
                Converter: null,
                JsonMemberSettings.None));
        }

        var name = _names.Take(UniqueNames.Clean(typeName.Substring(typeName.LastIndexOf('.') + 1)));
        _inputs.Add(new ObjectModel(
            name,
            typeName,
            isValueType,
            new ConstructorModel(null, IsDefaultValue: false, parameters.ToEquatableArray()),
            models.ToEquatableArray(),
            HasHandler: true,
            JsonTypeSettings.None));
        _roots.Add(name);
        return name;
    }

    /// <summary>Everything added, as plain values; empty when <see cref="HasProblems"/>.</summary>
    public SerializersModel ToModel()
    {
        if (HasProblems)
        {
            return SerializersModel.Empty;
        }

        return new SerializersModel(_inputs
            .Concat(_found.Select(ToModel))
            .Concat(_convertedMembers.Where(pair => !_known.Contains(pair.Key)).Select(static pair => pair.Value).OrderBy(static model => model.Name, StringComparer.Ordinal))
            .ToEquatableArray(),
            _roots.ToEquatableArray(),
            Masks.ToModels());
    }

    private string Add(ITypeSymbol type)
    {
        var root = _types.Get(type);
        if (_added.Add(root))
        {
            Find(root);
        }

        return NameOf(root);
    }

    private void Find(PayloadType start)
    {
        var queue = new Queue<PayloadType>();
        Enqueue(start);
        while (queue.Count > 0)
        {
            var type = queue.Dequeue();
            foreach (var (_, target) in type.Edges())
            {
                Enqueue(target);
            }

            foreach (var member in type.Members.Where(static member => member.Converter is not null))
            {
                // The serializer looks up the member's type although the member has a converter of its own.
                _convertedMembers[member.Type.CSharpName] = new ConvertedModel(
                    NameOf(member.Type), member.Type.CSharpName, member.Type.Symbol.IsValueType, ToModel(member.Converter!, member.Type.Symbol));
            }
        }

        void Enqueue(PayloadType type)
        {
            if (_known.Add(type.CSharpName))
            {
                NameOf(type);
                _found.Add(type);
                HasProblems |= type.Findings.Count > 0;
                queue.Enqueue(type);
            }
        }
    }

    private string NameOf(PayloadType type)
    {
        if (!_nameByType.TryGetValue(type.CSharpName, out var name))
        {
            name = _names.Take(PayloadNames.For(type.Symbol));
            _nameByType.Add(type.CSharpName, name);
        }

        return name;
    }

    private PayloadModel ToModel(PayloadType type)
    {
        var name = NameOf(type);
        var isValueType = type.Symbol.IsValueType;
        return type.Shape switch
        {
            PayloadShape.Builtin => new BuiltinModel(name, type.CSharpName, isValueType, type.Builtin!),
            PayloadShape.Enum => new EnumModel(name, type.CSharpName, PayloadTypeName.Of(((INamedTypeSymbol)type.Symbol).EnumUnderlyingType!)),
            PayloadShape.Nullable => new NullableModel(name, type.CSharpName, NameOf(type.Element!), type.Element!.CSharpName),
            PayloadShape.Converted => new ConvertedModel(name, type.CSharpName, isValueType, ToModel(type.Converter!, type.Symbol)),
            PayloadShape.FromContext => new ContextModel(name, type.CSharpName, isValueType, type.Context!.CSharpName),
            PayloadShape.Sequence or PayloadShape.Map => new CollectionModel(
                name, type.CSharpName, isValueType, type.Collection!, type.Key?.CSharpName, type.Key is { Builtin: not null }, NameOf(type.Element!), type.Element!.CSharpName, type.Settings.NumberHandling),
            _ => ObjectParser.Parse(type, NameOf),
        };
    }

    internal static ConverterModel ToModel(PayloadConverter converter, ITypeSymbol type) => new(
        converter.CSharpName, PayloadTypeName.Of(type), converter.NullableOf is { } underlying ? PayloadTypeName.Of(underlying) : null);
}
