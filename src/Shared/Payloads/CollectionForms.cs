using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Which types are collections, and of what.</summary>
internal static class CollectionForms
{
    private const string Generic = "System.Collections.Generic.";
    private const string Immutable = "System.Collections.Immutable.";
    private const string Frozen = "System.Collections.Frozen.";
    private const string Concurrent = "System.Collections.Concurrent.";
    private const string Models = "System.Collections.ObjectModel.";

    private static readonly CollectionForm s_array = new("CreateArrayInfo", CollectionConstruction.BySerializer);

    private static readonly Dictionary<string, CollectionForm> s_sequences = new(StringComparer.Ordinal)
    {
        [Generic + "List`1"] = New("CreateListInfo"),
        [Generic + "IList`1"] = Chosen("CreateIListInfo"),
        [Generic + "ICollection`1"] = Chosen("CreateICollectionInfo"),
        [Generic + "IEnumerable`1"] = Chosen("CreateIEnumerableInfo"),
        [Generic + "IReadOnlyList`1"] = Chosen("CreateIEnumerableInfo"),
        [Generic + "IReadOnlyCollection`1"] = Chosen("CreateIEnumerableInfo"),
        [Generic + "ISet`1"] = Chosen("CreateISetInfo"),
        [Generic + "IReadOnlySet`1"] = Sequence("new global::System.Collections.Generic.HashSet<{0}>(items)"),
        [Generic + "HashSet`1"] = New("CreateISetInfo"),
        [Generic + "SortedSet`1"] = New("CreateISetInfo"),
        [Generic + "LinkedList`1"] = New("CreateICollectionInfo"),
        [Generic + "Queue`1"] = New("CreateQueueInfo"),
        [Concurrent + "ConcurrentQueue`1"] = New("CreateConcurrentQueueInfo"),
        [Models + "Collection`1"] = New("CreateIListInfo"),
        [Models + "ObservableCollection`1"] = New("CreateIListInfo"),
        [Models + "ReadOnlyCollection`1"] = Sequence(
            "new global::System.Collections.ObjectModel.ReadOnlyCollection<{0}>(new global::System.Collections.Generic.List<{0}>(items))"),
        [Models + "ReadOnlySet`1"] = Sequence(
            "new global::System.Collections.ObjectModel.ReadOnlySet<{0}>(new global::System.Collections.Generic.HashSet<{0}>(items))"),
        [Immutable + "ImmutableArray`1"] = Sequence("global::System.Collections.Immutable.ImmutableArray.CreateRange(items)"),
        [Immutable + "ImmutableList`1"] = Sequence("global::System.Collections.Immutable.ImmutableList.CreateRange(items)"),
        [Immutable + "IImmutableList`1"] = Sequence("global::System.Collections.Immutable.ImmutableList.CreateRange(items)"),
        [Immutable + "ImmutableHashSet`1"] = Sequence("global::System.Collections.Immutable.ImmutableHashSet.CreateRange(items)"),
        [Immutable + "IImmutableSet`1"] = Sequence("global::System.Collections.Immutable.ImmutableHashSet.CreateRange(items)"),
        [Immutable + "ImmutableSortedSet`1"] = Sequence("global::System.Collections.Immutable.ImmutableSortedSet.CreateRange(items)"),
        [Immutable + "ImmutableQueue`1"] = Sequence("global::System.Collections.Immutable.ImmutableQueue.CreateRange(items)"),
        [Immutable + "IImmutableQueue`1"] = Sequence("global::System.Collections.Immutable.ImmutableQueue.CreateRange(items)"),
        [Frozen + "FrozenSet`1"] = Sequence("global::System.Collections.Frozen.FrozenSet.ToFrozenSet(items)"),
        ["System.Memory`1"] = Chosen("CreateMemoryInfo"),
        ["System.ReadOnlyMemory`1"] = Chosen("CreateReadOnlyMemoryInfo"),
    };

    private static readonly Dictionary<string, CollectionForm> s_maps = new(StringComparer.Ordinal)
    {
        [Generic + "Dictionary`2"] = New("CreateDictionaryInfo"),
        [Generic + "IDictionary`2"] = Chosen("CreateIDictionaryInfo"),
        [Generic + "IReadOnlyDictionary`2"] = Chosen("CreateIReadOnlyDictionaryInfo"),
        [Generic + "SortedDictionary`2"] = New("CreateIDictionaryInfo"),
        [Generic + "SortedList`2"] = New("CreateIDictionaryInfo"),
        [Generic + "OrderedDictionary`2"] = New("CreateIDictionaryInfo"),
        [Concurrent + "ConcurrentDictionary`2"] = New("CreateIDictionaryInfo"),
        [Models + "ReadOnlyDictionary`2"] = Map(
            "new global::System.Collections.ObjectModel.ReadOnlyDictionary<{0}, {1}>(new global::System.Collections.Generic.Dictionary<{0}, {1}>(items))"),
        [Immutable + "ImmutableDictionary`2"] = Map("global::System.Collections.Immutable.ImmutableDictionary.CreateRange(items)"),
        [Immutable + "IImmutableDictionary`2"] = Map("global::System.Collections.Immutable.ImmutableDictionary.CreateRange(items)"),
        [Immutable + "ImmutableSortedDictionary`2"] = Map("global::System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(items)"),
        [Frozen + "FrozenDictionary`2"] = Map("global::System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(items)"),
    };

    public static CollectionForm Array => s_array;

    /// <summary>The form of a collection type that .NET brings.</summary>
    public static bool TryFind(INamedTypeSymbol type, out CollectionForm form, out ITypeSymbol? key, out ITypeSymbol element)
    {
        key = null;
        element = type;
        form = s_array;
        if (type.ContainingType is not null || type.Arity is 0 or > 2)
        {
            return false;
        }

        if (type.Arity == 1)
        {
            element = type.TypeArguments[0];
            return s_sequences.TryGetValue(MetadataName.Of(type), out form!);
        }

        key = type.TypeArguments[0];
        element = type.TypeArguments[1];
        return s_maps.TryGetValue(MetadataName.Of(type), out form!);
    }

    /// <summary>The form of a collection class that the author wrote, in the serializer's own order of preference.</summary>
    public static bool TryFindOwn(INamedTypeSymbol type, out CollectionForm form, out ITypeSymbol? key, out ITypeSymbol element)
    {
        foreach (var (name, factory) in s_ownForms)
        {
            if (FindConstructed(type, Generic + name) is { } found)
            {
                form = New(factory) with { IsInterfaceWalk = true };
                key = found.Arity == 2 ? found.TypeArguments[0] : null;
                element = found.TypeArguments[found.Arity - 1];
                return true;
            }
        }

        form = s_array;
        key = null;
        element = type;
        return false;
    }

    private static readonly (string Name, string Factory)[] s_ownForms =
    [
        ("List`1", "CreateListInfo"),
        ("Dictionary`2", "CreateDictionaryInfo"),
        ("IDictionary`2", "CreateIDictionaryInfo"),
        ("IList`1", "CreateIListInfo"),
        ("ISet`1", "CreateISetInfo"),
        ("ICollection`1", "CreateICollectionInfo"),
    ];

    private static INamedTypeSymbol? FindConstructed(INamedTypeSymbol type, string name)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (MetadataName.Of(current) == name)
            {
                return current;
            }
        }

        return type.AllInterfaces.FirstOrDefault(face => MetadataName.Of(face) == name);
    }

    private static CollectionForm New(string factory) => new(factory, CollectionConstruction.New);

    private static CollectionForm Chosen(string factory) => new(factory, CollectionConstruction.BySerializer);

    private static CollectionForm Sequence(string converter) =>
        new("CreateImmutableEnumerableInfo", CollectionConstruction.FromItems, converter);

    private static CollectionForm Map(string converter) =>
        new("CreateImmutableDictionaryInfo", CollectionConstruction.FromItems, converter);
}
