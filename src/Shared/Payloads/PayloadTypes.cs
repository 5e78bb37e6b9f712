using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>
/// Every payload type reachable from one workflow, classified. The analyzer reports what it finds and the generator emits from the same
/// graph, so a payload without a report has a serializer.
/// </summary>
/// <param name="compilation">The author's.</param>
/// <param name="workflow">The class that the serializers are nested in; what it may name, they may.</param>
/// <param name="context">The author's own serializers, if any: a type that they know is no business of ours.</param>
internal sealed class PayloadTypes(Compilation compilation, INamedTypeSymbol workflow, PayloadContext? context = null)
{
    // A generic type may contain itself with ever larger arguments, several times over; no payload written by hand is this deep or wide.
    private const int MaxTypeDepth = 24;
    private const int MaxNameLength = 4_000;
    private const int MaxTypes = 3_000;

    private readonly Dictionary<string, PayloadType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<ITypeSymbol, PayloadType> _bySymbol = new(SymbolEqualityComparer.Default);
    private readonly ConverterChoice _converters = new(compilation, workflow);

    /// <summary>The node of a type, with everything that it reaches.</summary>
    public PayloadType Get(ITypeSymbol symbol)
    {
        if (_bySymbol.TryGetValue(symbol, out var known))
        {
            return known;
        }

        // The symbols of one type may differ, in tuple names for one.
        var name = PayloadTypeName.Of(symbol);
        if (!_types.TryGetValue(name, out var type))
        {
            // Entered before it is classified, so that a type which contains itself finds itself.
            type = new PayloadType(symbol, name);
            _types.Add(name, type);
            Classify(type);
        }

        _bySymbol[symbol] = type;
        return type;
    }

    /// <summary>Whether a type is among those that were asked for, and what these reach.</summary>
    public bool Knows(ITypeSymbol symbol) => _types.ContainsKey(PayloadTypeName.Of(symbol));

    /// <summary>What keeps the payload from being recorded, each on the shortest path, nearest first; empty when nothing does.</summary>
    public ImmutableArray<PayloadProblem> FindProblems(ITypeSymbol root)
    {
        var problems = ImmutableArray.CreateBuilder<PayloadProblem>();
        var start = Get(root);
        var seen = new HashSet<PayloadType> { start };
        var queue = new Queue<(string Path, PayloadType Type)>();
        queue.Enqueue((PayloadTypeName.ForPeople(root), start));
        while (queue.Count > 0)
        {
            var (path, type) = queue.Dequeue();
            problems.AddRange(type.Findings.Select(finding => Place(finding, path, type, isRoot: type == start)));
            foreach (var (suffix, target) in type.Edges())
            {
                // A type that is no payload at all is at fault wherever it is used; one with a faulty member is, once.
                if (seen.Add(target) || target.Shape == PayloadShape.None)
                {
                    queue.Enqueue((path + suffix, target));
                }
            }
        }

        return problems.ToImmutable();
    }

    private static PayloadProblem Place(PayloadFinding finding, string path, PayloadType type, bool isRoot) => new(
        finding.Kind,
        finding.Member is not null ? $"{path}.{finding.Member} : {finding.MemberType}"
            : isRoot ? path
            : $"{path} : {PayloadTypeName.ForPeople(type.Symbol)}",
        finding.Reason);

    private void Classify(PayloadType type)
    {
        if (type.Symbol.TypeKind == TypeKind.Error)
        {
            type.Report(PayloadProblemKind.Unresolved, "the compiler does not know it");
            return;
        }

        if (FindUnnameable(type.Symbol) is { } reason)
        {
            type.Report(PayloadProblemKind.Unsupported, reason);
            return;
        }

        if (Depth(type.Symbol) > MaxTypeDepth || type.CSharpName.Length > MaxNameLength || _types.Count > MaxTypes)
        {
            type.Report(PayloadProblemKind.Unsupported, "it contains itself with ever larger type arguments, so its shape has no end");
            return;
        }

        if (context?.Lists(type.CSharpName) == true)
        {
            type.Shape = PayloadShape.FromContext;
            type.Context = context;
            return;
        }

        if (JsonAttributes.FindConverter(type.Symbol) is { } attribute)
        {
            UseConverter(type, attribute);
            return;
        }

        ClassifyByShape(type);
    }

    private string? FindUnnameable(ITypeSymbol symbol) => symbol switch
    {
        IDynamicTypeSymbol => null,
        ITypeParameterSymbol => "it is known only to the caller; use a concrete type",
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => "a pointer is not data",
        IArrayTypeSymbol { IsSZArray: false } => "JSON has no arrays of several dimensions; use an array of arrays",
        IArrayTypeSymbol => null,
        { IsRefLikeType: true } => "it lives on the stack; use an array",
        { IsAnonymousType: true } => "it has no name to read it back by; declare a record",
        { SpecialType: SpecialType.System_Void } => "it holds no value",
        INamedTypeSymbol named when IsFileLocal(named) => "it is file-local, so generated code cannot name it; make it internal",
        INamedTypeSymbol named when IsOpen(named) => "it is an open generic type; use a concrete one",
        _ when !compilation.IsAccessible(symbol, workflow) => "generated code cannot name it; make it internal or nest it in the workflow",
        _ => null,
    };

    private void UseConverter(PayloadType type, AttributeData attribute)
    {
        if (_converters.Choose(attribute, type.Symbol, out var problem) is { } converter)
        {
            type.Shape = PayloadShape.Converted;
            type.Converter = converter;
        }
        else
        {
            type.Report(PayloadProblemKind.Unsupported, problem);
        }
    }

    private void ClassifyByShape(PayloadType type)
    {
        if (BuiltinPayload.Find(type.Symbol) is { } builtin)
        {
            type.Shape = PayloadShape.Builtin;
            type.Builtin = builtin;
            return;
        }

        switch (type.Symbol)
        {
            case IArrayTypeSymbol array:
                type.Shape = PayloadShape.Sequence;
                type.Collection = CollectionForms.Array;
                type.Element = Get(array.ElementType);
                break;
            case { TypeKind: TypeKind.Enum }:
                type.Shape = PayloadShape.Enum;
                break;
            case { SpecialType: SpecialType.System_Object } or IDynamicTypeSymbol:
                type.Report(PayloadProblemKind.Untyped, "nothing says what to read back; use a concrete type, or JsonElement for any JSON");
                break;
            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable:
                type.Shape = PayloadShape.Nullable;
                type.Element = Get(nullable.TypeArguments[0]);
                break;
            case INamedTypeSymbol named:
                ClassifyNamed(type, named);
                break;
            default:
                type.Report(PayloadProblemKind.Unsupported, "it has no JSON form");
                break;
        }
    }

    private void ClassifyNamed(PayloadType type, INamedTypeSymbol named)
    {
        if (UnsupportedPayloads.WhyNotData(named) is { } notData)
        {
            type.Report(PayloadProblemKind.NotData, notData);
        }
        else if (CollectionForms.TryFind(named, out var form, out var key, out var element))
        {
            BecomeCollection(type, form, key, element);
        }
        else if (named.IsTupleType || IsValueTuple(named))
        {
            PayloadTuple.Classify(this, type, named);
        }
        else if (UnsupportedPayloads.WhyNotReadable(named, compilation) is { } notReadable)
        {
            type.Report(PayloadProblemKind.Unsupported, notReadable);
        }
        else if (named.AllInterfaces.Any(static face => face.SpecialType == SpecialType.System_Collections_IEnumerable))
        {
            ClassifyOwnCollection(type, named);
        }
        else
        {
            new ObjectShape(this, compilation, workflow, _converters, type, named).Classify();
        }
    }

    private void BecomeCollection(PayloadType type, CollectionForm form, ITypeSymbol? key, ITypeSymbol element)
    {
        type.Shape = key is null ? PayloadShape.Sequence : PayloadShape.Map;
        type.Collection = form;
        type.Element = Get(element);
        if (key is null)
        {
            return;
        }

        type.Key = Get(key);
        if (type.Key is { Findings.Count: 0 } && !(key.TypeKind == TypeKind.Enum && type.Key.Shape != PayloadShape.Converted) && BuiltinPayload.Find(key) is not { IsKey: true })
        {
            type.Report(
                PayloadProblemKind.DictionaryKey,
                $"a key must be written as text, and '{PayloadTypeName.ForPeople(key)}' has no text form; use a string, number, Guid, date or enum, or a list of pairs");
        }
    }

    private void ClassifyOwnCollection(PayloadType type, INamedTypeSymbol named)
    {
        if (named.TypeKind == TypeKind.Class && !named.IsAbstract
            && named.InstanceConstructors.FirstOrDefault(static candidate => candidate.Parameters.IsEmpty) is { DeclaredAccessibility: Accessibility.Public }
            && CollectionForms.TryFindOwn(named, out var form, out var key, out var element))
        {
            type.Settings = JsonAttributes.TypeSettings(named);
            BecomeCollection(type, form, key, element);
            return;
        }

        type.Report(
            PayloadProblemKind.Unsupported,
            "it is a collection that System.Text.Json cannot fill; use a list, a set or a dictionary, or give it a public parameterless constructor and ICollection<T>");
    }

    private static bool IsValueTuple(INamedTypeSymbol type) =>
        type.Arity > 0 && MetadataName.Of(type).StartsWith("System.ValueTuple`", StringComparison.Ordinal);

    private static bool IsFileLocal(INamedTypeSymbol type) => type.IsFileLocal || (type.ContainingType is { } outer && IsFileLocal(outer));

    private static bool IsOpen(INamedTypeSymbol type) =>
        type.IsUnboundGenericType || type.TypeArguments.Any(static argument => argument is ITypeParameterSymbol)
        || (type.ContainingType is { } outer && IsOpen(outer));

    private static int Depth(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => 1 + Depth(array.ElementType),
        INamedTypeSymbol { TypeArguments.IsEmpty: false } named => 1 + named.TypeArguments.Max(Depth),
        _ => 0,
    };
}
