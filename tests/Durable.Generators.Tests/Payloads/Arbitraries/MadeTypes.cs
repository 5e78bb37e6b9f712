using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Durable.Generators.Tests.Payloads.Arbitraries;

/// <summary>Makes up payload types, everything the serializers support combined, and values of them.</summary>
internal static class MadeTypes
{
    private const int Depth = 4;

    private static readonly TypeKind[] s_kinds =
    [
        TypeKind.Class, TypeKind.Class, TypeKind.Record, TypeKind.Record, TypeKind.Positional, TypeKind.Positional, TypeKind.Constructor,
        TypeKind.Struct, TypeKind.RecordStruct, TypeKind.ReadonlyRecordStruct, TypeKind.Polymorphic,
    ];

    /// <summary>As many types as told, each a payload with as many values.</summary>
    public static Gen<PayloadBatch> Batch(int types, int values) =>
        from declared in Declare(types)
        from roots in Gen.CollectToArray(declared, Root)
        from json in Gen.CollectToArray(roots, root => Gen.ArrayOf(root.Json(Depth), values))
        select new PayloadBatch(
            [.. declared.Select(static one => one.Declaration)],
            [.. roots.Zip(json, static (root, texts) => new MadeRoot(root.CSharp, [.. texts]))]);

    private static Gen<RandomType> Root((MadeType Declaration, RandomType Type) declared) =>
        from wrapped in Gen.Choose(0, 3)
        from root in wrapped == 0 ? Combine(declared.Type, 2) : Gen.Constant(declared.Type)
        select root;

    private static Gen<ImmutableList<(MadeType Declaration, RandomType Type)>> Declare(int count) =>
        Enumerable.Range(0, count).Aggregate(
            Gen.Constant(ImmutableList<(MadeType, RandomType)>.Empty),
            static (earlier, number) => from declared in earlier from next in Declare(number, declared) select declared.Add(next));

    private static Gen<(MadeType Declaration, RandomType Type)> Declare(int number, ImmutableList<(MadeType, RandomType Type)> earlier) =>
        from isEnum in Gen.Choose(0, 7)
        from declared in isEnum == 0 ? Enum($"T{number}") : Object($"T{number}", [.. earlier.Select(static one => one.Type)])
        select declared;

    private static Gen<(MadeType Declaration, RandomType Type)> Enum(string name) =>
        from kind in Gen.Elements(TypeKind.Enum, TypeKind.TextEnum)
        from underlying in Gen.Elements("byte", "short", "int", "long", "ulong")
        select (
            new MadeType(name, kind, underlying, []),
            new RandomType(name, true, _ => kind == TypeKind.Enum ? MadeJson.EnumNumber : MadeJson.EnumText));

    private static Gen<(MadeType Declaration, RandomType Type)> Object(string name, RandomType[] earlier) =>
        from kind in Gen.Elements(s_kinds)
        from count in Gen.Choose(1, 6)
        from members in Gen.CollectToArray(Enumerable.Range(0, count), index => Member(index, MayHoldItself(kind, index) ? name : null, earlier))
        let declaration = new MadeType(name, kind, "", [.. members.Select(static member => member.Declared)])
        select (declaration, new RandomType(name, declaration.IsStruct, Filled(declaration, members.ToDictionary(static member => member.Declared, static RandomType? (member) => member.Type))));

    // A struct cannot hold itself, and a record of only itself would clash with its own copy constructor.
    private static bool MayHoldItself(TypeKind kind, int index) => kind switch
    {
        TypeKind.Struct or TypeKind.RecordStruct or TypeKind.ReadonlyRecordStruct => false,
        TypeKind.Positional => index > 0,
        _ => true,
    };

    private static Gen<(MadeMember Declared, RandomType? Type)> Member(int index, string? self, RandomType[] earlier) =>
        from recursive in Gen.Choose(0, 5)
        from ending in Gen.Elements("?", "[]", "?[]?")
        from type in self is not null && recursive == 0 ? Gen.Constant<RandomType?>(null) : Any(earlier).Select(static type => (RandomType?)type)
        from name in Gen.Elements("Value", "Name", "größe", "Item", "Z")
        from renamed in Gen.Choose(0, 4)
        from other in Gen.Elements("json ", "<é>\"", "camel")
        from style in Gen.Elements(System.Enum.GetValues<MemberStyle>())
        select (new MadeMember($"{name}{index}", (renamed == 0 ? other : name) + index, type?.CSharp ?? self + ending, style), type);

    private static Gen<RandomType> Any(RandomType[] earlier) =>
        from own in Gen.Choose(0, 2)
        from type in Gen.Elements(own == 0 && earlier.Length > 0 ? earlier : MadeJson.Leaves)
        from combined in Combine(type, 2)
        select combined;

    private static Gen<RandomType> Combine(RandomType type, int more) =>
        from plain in Gen.Choose(0, 1)
        from combined in more == 0 || plain == 0 ? Gen.Constant(type) : Combine(type, more - 1).SelectMany(Wrap)
        select combined;

    private static Gen<RandomType> Wrap(RandomType element) =>
        from form in Gen.Choose(0, 8)
        from list in Gen.Elements("List", "IList", "IReadOnlyList", "IEnumerable", "Queue", "ImmutableList", "Collection", "IReadOnlyCollection", "LinkedList")
        from map in Gen.Elements("IReadOnlyDictionary", "SortedDictionary", "ImmutableSortedDictionary")
        from key in Gen.Elements("int", "long")
        select form switch
        {
            0 when element.IsValueType && !element.CSharp.EndsWith('?') => new RandomType(element.CSharp + "?", false, depth => NullOr(3, Later(() => element.Json(depth)))),
            1 => new(element.CSharp + "[]", false, Items(element)),
            2 => new($"Dictionary<string, {element.CSharp}>", false, Entries(element, MadeJson.Text)),
            3 => new($"{map}<{key}, {element.CSharp}>", false, Entries(element, MadeJson.Number(0, 99).Select(MadeJson.Quote))),
            4 => new($"Box<{element.CSharp}>", false, Within(element, static json => $"{{\"Value\":{json}}}")),
            5 => new($"Cell<{element.CSharp}>", false, Within(element, static json => $"{{\"_hidden\":{json},\"Value\":{json}}}")),
            6 => new($"({element.CSharp}, int Second)", true, depth => Later(() => element.Json(depth - 1)).Select(static json => $"{{\"Item2\":5,\"Item1\":{json}}}")),
            _ => new($"{list}<{element.CSharp}>", false, Items(element)),
        };

    private static Func<int, Gen<string>> Within(RandomType element, Func<string, string> text) =>
        depth => depth <= 0 ? Gen.Constant("null") : Later(() => element.Json(depth - 1)).Select(text);

    private static Func<int, Gen<string>> Items(RandomType element) => depth => depth <= 0 ? Gen.Constant("[]") : NullOr(
        9,
        from count in Gen.Choose(0, 3)
        from items in Gen.ArrayOf(element.Json(depth - 1), count)
        select $"[{string.Join(',', items)}]");

    private static Func<int, Gen<string>> Entries(RandomType element, Gen<string> key) => depth => depth <= 0 ? Gen.Constant("{}") : NullOr(
        9,
        from count in Gen.Choose(0, 3)
        from keys in Gen.ArrayOf(key, count)
        from items in Gen.ArrayOf(element.Json(depth - 1), count)
        select "{" + string.Join(',', keys.Select(static text => text == "null" ? "\"k\"" : text).Zip(items).DistinctBy(static pair => pair.First).Select(static pair => $"{pair.First}:{pair.Second}")) + "}");

    /// <summary>The object in any order, with members missing and unknown ones present.</summary>
    private static Func<int, Gen<string>> Filled(MadeType type, Dictionary<MadeMember, RandomType?> types)
    {
        return Whole;

        Gen<string> Whole(int depth) => type.Kind != TypeKind.Polymorphic ? Object(type.Members, "", depth)
            : Gen.Elements('a', 'b').SelectMany(discriminator => Object([.. type.DerivedMembers(discriminator)], $"\"$type\":\"{discriminator}\"", depth));

        Gen<string> Object(ImmutableArray<MadeMember> members, string first, int depth) =>
            from order in Gen.Shuffle(members.ToArray())
            from parts in Gen.CollectToArray(order, member => Part(member, depth))
            from unknown in Gen.Choose(0, 5)
            from separator in Gen.Elements(",", " , ")
            let all = parts.Where(static part => part.Length > 0).Prepend(first).Append(unknown == 0 ? "\"unknown\":{\"deep\":[1,null]}" : "")
            select "{" + string.Join(separator, all.Where(static part => part.Length > 0)) + "}";

        Gen<string> Part(MadeMember member, int depth) =>
            from missing in Gen.Choose(0, 7)
            from json in missing == 0 ? Gen.Constant("") : types[member] is { } known ? known.Json(depth - 1) : Self(member.Type, depth)
            select json.Length == 0 ? "" : $"{MadeJson.Quote(member.JsonName)}:{json}";

        Gen<string> Self(string itself, int depth) => depth <= 0 ? Gen.Constant("null")
            : Later(() => Whole(depth - 2)).Select(json => itself.Contains('[', StringComparison.Ordinal) ? $"[{json}]" : json);
    }

    private static Gen<string> NullOr(int oneIn, Gen<string> json) => Gen.Frequency((1, Gen.Constant("null")), (oneIn - 1, json));

    // Only when a value is drawn: types contain each other.
    private static Gen<string> Later(Func<Gen<string>> json) => Gen.Constant(0).SelectMany(_ => json());
}
