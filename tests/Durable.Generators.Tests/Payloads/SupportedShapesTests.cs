namespace Durable.Generators.Tests.Payloads;

/// <summary>B-JRN-4: what the journal holds is what JsonSerializer writes, and reads back the same.</summary>
public sealed class SupportedShapesTests
{
    [Fact]
    public void Primitives_EveryOne_SameJson() => Check("""
        public static class Samples
        {
            public static bool Yes => true;
            public static byte Byte => 255;
            public static sbyte SByte => -128;
            public static short Short => short.MinValue;
            public static ushort UShort => ushort.MaxValue;
            public static int Int => int.MinValue;
            public static uint UInt => uint.MaxValue;
            public static long Long => long.MinValue;
            public static ulong ULong => ulong.MaxValue;
            public static Int128 Huge => Int128.MaxValue;
            public static UInt128 UHuge => UInt128.MaxValue;
            public static Half Half => (Half)1.5;
            public static float Float => 1.1f;
            public static double Double => 1e300;
            public static double Tiny => 4.9406564584124654E-324;
            public static decimal Decimal => 79228162514264337593543950335m;
            public static decimal Scale => 1.500m;
            public static char Char => 'ß';
            public static char Quote => '"';
            public static string Text => "plain";
            public static string Special => "quote\" back\\ <tag> & 'x' \u2028 \u0001 \n é ß 日本 😀";
            public static string? NoText => null;
            public static string Empty => "";
            public static Guid Guid => new("01234567-89ab-cdef-0123-456789abcdef");
            public static DateTime Utc => new DateTime(2024, 2, 29, 23, 59, 59, DateTimeKind.Utc).AddTicks(1234567);
            public static DateTime Unspecified => new DateTime(2024, 2, 29);
            public static DateTime MinDate => DateTime.MinValue;
            public static DateTimeOffset Offset => new(2024, 2, 29, 12, 30, 15, 123, TimeSpan.FromHours(-5.5));
            public static DateOnly Date => new(2024, 2, 29);
            public static TimeOnly Time => new(23, 59, 59, 999);
            public static TimeSpan Span => new(10, 20, 30, 40, 50);
            public static TimeSpan Negative => -TimeSpan.FromTicks(1);
            public static Uri Uri => new("https://example.org/a b?q=1&r=<x>#f");
            public static Uri? NoUri => null;
            public static Version Version => new(1, 2, 3, 4);
            public static byte[] Bytes => [0, 1, 254, 255];
            public static byte[]? NoBytes => null;
            public static Memory<byte> Memory => new byte[] { 1, 2 };
            public static ReadOnlyMemory<byte> ReadOnly => new byte[] { 3 };
            public static int? Some => 5;
            public static int? None => null;
            public static Guid? NoGuid => null;
        }
        """);

    [Fact]
    public void PrimitivesAsMembers_EveryOne_SameJson() => Check("""
        public sealed record All(
            bool Yes, byte Byte, sbyte SByte, short Short, ushort UShort, int Int, uint UInt, long Long, ulong ULong, Int128 Huge, UInt128 UHuge,
            Half Half, float Float, double Double, decimal Decimal, char Char, string Text, Guid Guid, DateTime Time, DateTimeOffset Offset,
            DateOnly Date, TimeOnly Clock, TimeSpan Span, Uri Uri, Version Version, byte[] Bytes, Memory<byte> Memory, ReadOnlyMemory<byte> Read,
            int? Some, int? None, TimeSpan? NoSpan, DateTime? When, decimal? Money, bool? Maybe, char? Letter, DayOfWeek Day, DayOfWeek? NoDay);

        public static class Samples
        {
            public static All Full => new(true, 1, -1, -2, 2, -3, 3, -4, 4, -5, 5, (Half)0.5, 0.25f, -0.0, 1.10m, '<', "é\"", Guid.Empty,
                DateTime.UnixEpoch, DateTimeOffset.UnixEpoch, DateOnly.MaxValue, TimeOnly.MaxValue, TimeSpan.MaxValue, new Uri("a/b", UriKind.Relative),
                new Version(1, 0), [1], new byte[] { 2 }, new byte[] { 3 }, 1, null, TimeSpan.Zero, DateTime.UnixEpoch, 0m, false, 'x', DayOfWeek.Friday, null);
            public static All Defaults => new(default, default, default, default, default, default, default, default, default, default, default,
                default, default, default, default, default, null!, default, default, default, default, default, default, null!, null!, null!, default, default,
                default, default, default, default, default, default, default, default, default);
        }
        """);

    [Fact]
    public void Enums_EveryUnderlyingType_AreNumbers() => Check("""
        public enum Plain { A, B = 7 }
        public enum Small : byte { Max = 255 }
        public enum Negative : sbyte { Min = -128 }
        public enum Wide : ulong { Max = ulong.MaxValue }
        [Flags] public enum Bits : long { None = 0, One = 1, High = 1L << 40 }
        public sealed record Holder(Plain Plain, Small Small, Negative Negative, Wide Wide, Bits Bits, Plain? None, Plain[] Many);

        public static class Samples
        {
            public static Plain Alone => Plain.B;
            public static Plain Undefined => (Plain)42;
            public static Holder Holder => new(Plain.B, Small.Max, Negative.Min, Wide.Max, Bits.One | Bits.High, null, [Plain.A, Plain.B]);
        }
        """);

    [Fact]
    public void Objects_HoweverTheyAreMade_SameJson() => Check("""
        public sealed record Positional(string Id, int Count = 3, string? Note = "none");
        public sealed record WithBody(string Id) { public int Extra { get; set; } = 7; public decimal Twice => Extra * 2m; }
        public record struct Point(int X, int Y);
        public readonly record struct Fixed(int X, string Name);
        public class Settable { public string? Name { get; set; } = "start"; public List<int> Items { get; set; } = [1, 2]; }
        public class InitOnly { public string Name { get; init; } = "start"; public int Count { get; init; } = 4; }
        public class Required { public required string Name { get; init; } public required int Count { get; set; } public string? Note { get; set; } }
        public class Fields { [JsonInclude] public int A; [JsonInclude] private string _secret = "s"; [JsonInclude] public required int Needed; public string Secret => _secret; public void Set(string s) => _secret = s; }
        public class Hidden { [JsonInclude] public int A { get; private set; } = 1; [JsonInclude] internal string? B { get; set; } = "b"; [JsonInclude] protected int C { get; set; } = 3; public void Set(int a) => A = a; }
        public class GetOnly { public GetOnly(string name, int count) { Name = name; Count = count; } public string Name { get; } public int Count { get; } }
        public class Marked { [JsonConstructor] private Marked(int a) => A = a; public Marked() : this(1) { } public int A { get; } public static Marked Of(int a) => new(a); }
        public struct Plain { public int A { get; set; } public string? B { get; init; } [JsonInclude] public int C; }
        public struct WithConstructor { public WithConstructor() { A = 5; } public int A { get; set; } }
        public readonly struct MarkedStruct { [JsonConstructor] public MarkedStruct(int a, string? b) { A = a; B = b; } public int A { get; } public string? B { get; } }
        public struct PrivateStruct { [JsonInclude] private int _a; [JsonInclude] public int B { get; private set; } public static PrivateStruct Of(int a) => new() { _a = a, B = a + 1 }; }
        public class AllSet { [SetsRequiredMembers] public AllSet() { Name = "n"; } public required string Name { get; set; } }
        public class Empty;
        public class Defaults(
            sbyte a = -1, ulong b = 18446744073709551615, float c = float.NaN, double d = -1.5e-7, decimal e = 1.10m, char f = '\'', string g = "a\"\n", DayOfWeek h = DayOfWeek.Friday,
            DayOfWeek? i = DayOfWeek.Monday, int? j = null, bool k = true, Guid l = default, long? m = 5, double n = double.NegativeInfinity)
        {
            public sbyte A => a; public ulong B => b; public float C => float.IsNaN(c) ? 0 : c; public double D => d; public decimal E => e; public char F => f; public string G => g; public DayOfWeek H => h;
            public DayOfWeek? I => i; public int? J => j; public bool K => k; public Guid L => l; public long? M => m; public double N => double.IsInfinity(n) ? 9 : n;
        }

        public static class Samples
        {
            public static Positional Positional => new("a", 1);
            public static Positional? Nothing => null;
            public static WithBody WithBody => new("x") { Extra = 2 };
            public static Point Point => new(1, 2);
            public static Point? NoPoint => null;
            public static Fixed Fixed => new(1, "f");
            public static Settable Settable => new() { Name = null, Items = [] };
            public static InitOnly InitOnly => new() { Name = "i" };
            public static Required Required => new() { Name = "r", Count = 2 };
            public static Fields Fields { get { var f = new Fields { A = 2, Needed = 1 }; f.Set("t"); return f; } }
            public static Hidden Hidden { get { var h = new Hidden { B = null }; h.Set(9); return h; } }
            public static GetOnly GetOnly => new("g", 3);
            public static Marked Marked => Marked.Of(8);
            public static Plain Plain => new() { A = 1, B = "b", C = 3 };
            public static WithConstructor WithConstructor => new() { A = 6 };
            public static MarkedStruct MarkedStruct => new(1, null);
            public static PrivateStruct PrivateStruct => PrivateStruct.Of(4);
            public static AllSet AllSet => new() { Name = "m" };
            public static Empty Empty => new();
            public static Defaults Defaults => new();
        }
        """, """{}""", """{"A":1}""", """{"Name":"x","Count":1,"Unknown":[1,{}]}""", """{"Count":null}""", """{"X":1}""", """{"Id":"only"}""", "null", "[]", "1");

    [Fact]
    public void Inheritance_OverriddenAndHiddenMembers_SameJson() => Check("""
        public class Base { public string Id { get; set; } = "b"; public virtual int Level { get; set; } public string Shared { get; set; } = "base"; [JsonIgnore] public virtual int Gone { get; set; } }
        public class Middle : Base { public override int Level { get => base.Level; set => base.Level = value; } public int Mid { get; init; } }
        public class Derived : Middle { public new string Shared { get; set; } = "derived"; public override int Gone { get; set; } public int Last { get; set; } }
        public class Renamed : Base { [JsonPropertyName("level")] public override int Level { get; set; } }
        public class Swapped : Base { [JsonIgnore] public new string Id { get; set; } = "hidden"; [JsonPropertyName("Id")] public string Other { get; set; } = "o"; }
        public abstract record Animal(string Name);
        public sealed record Dog(string Name, int Age) : Animal(Name);
        public class Ordered { public int A { get; set; } [JsonPropertyOrder(-1)] public int B { get; set; } [JsonPropertyOrder(5)] public int C { get; set; } public int D { get; set; } }

        public static class Samples
        {
            public static Derived Derived => new() { Id = "1", Level = 2, Mid = 3, Shared = "s", Last = 4, Gone = 5 };
            public static Base AsBase => new Derived { Id = "1" };
            public static Renamed Renamed => new() { Level = 3 };
            public static Swapped Swapped => new() { Other = "x" };
            public static Dog Dog => new("Rex", 3);
            public static Ordered Ordered => new() { A = 1, B = 2, C = 3, D = 4 };
        }
        """, """{"Shared":"new","Level":7,"level":8,"Mid":1,"Gone":3,"Id":"z"}""");

    [Fact]
    public void Collections_EveryOne_SameJson() => Check("""
        public sealed record Item(string Id, Item? Next = null);
        public class Own : List<Item>;
        public class OwnMap : Dictionary<string, int>;
        public class OwnSet : Collection<int>;

        public static class Samples
        {
            public static int[] Array => [1, 2];
            public static int[][] Jagged => [[1], [], [2, 3]];
            public static string?[] Nulls => ["a", null];
            public static List<Item?> List => [new("a", new("b")), null];
            public static List<int>? NoList => null;
            public static IList<int> IList => [1];
            public static ICollection<int> ICollection => [1];
            public static IEnumerable<int> IEnumerable => Enumerable.Range(1, 3);
            public static IReadOnlyList<Item> IReadOnlyList => [new("x")];
            public static IReadOnlyCollection<int> IReadOnlyCollection => [1];
            public static HashSet<int> HashSet => [3, 1];
            public static ISet<int> ISet => new HashSet<int> { 1 };
            public static SortedSet<int> SortedSet => [3, 1];
            public static LinkedList<int> LinkedList => new([1, 2]);
            public static Queue<int> Queue => new([1, 2]);
            public static ConcurrentQueue<int> ConcurrentQueue => new([1, 2]);
            public static Collection<int> Collection => [1];
            public static ObservableCollection<int> Observable => [1];
            public static Memory<int> Memory => new int[] { 1, 2 };
            public static ReadOnlyMemory<int> ReadOnlyMemory => new int[] { 1, 2 };
            public static ImmutableArray<int> ImmutableArray => [1, 2];
            public static ImmutableList<Item> ImmutableList => [new("i")];
            public static IImmutableList<int> IImmutableList => System.Collections.Immutable.ImmutableList.Create(1);
            public static ImmutableHashSet<int> ImmutableHashSet => [1, 2];
            public static ImmutableSortedSet<int> ImmutableSortedSet => [2, 1];
            public static ImmutableQueue<int> ImmutableQueue => [1, 2];
            public static Dictionary<string, int> Map => new() { ["b"] = 1, ["a\"<"] = 2, [""] = 3 };
            public static Dictionary<string, List<Item?>?> Nested => new() { ["x"] = [null, new("y")], ["n"] = null };
            public static IDictionary<string, int> IDictionary => new Dictionary<string, int> { ["a"] = 1 };
            public static IReadOnlyDictionary<string, Item> IReadOnlyDictionary => new Dictionary<string, Item> { ["a"] = new("q") };
            public static SortedDictionary<string, int> SortedDictionary => new() { ["b"] = 1, ["a"] = 2 };
            public static ConcurrentDictionary<string, int> ConcurrentDictionary => new() { ["a"] = 2 };
            public static ImmutableDictionary<string, int> ImmutableDictionary => System.Collections.Immutable.ImmutableDictionary.CreateRange(new Dictionary<string, int> { ["a"] = 1 });
            public static ImmutableSortedDictionary<string, int> ImmutableSortedDictionary => System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(new Dictionary<string, int> { ["a"] = 1 });
            public static Dictionary<int, string> IntKeys => new() { [5] = "a" };
            public static Dictionary<Guid, string> GuidKeys => new() { [Guid.Empty] = "a" };
            public static Dictionary<DayOfWeek, string> EnumKeys => new() { [DayOfWeek.Friday] = "a", [(DayOfWeek)99] = "b" };
            public static Dictionary<DateTime, string> DateKeys => new() { [DateTime.UnixEpoch] = "a" };
            public static Dictionary<bool, decimal> BoolKeys => new() { [true] = 1.0m };
            public static Dictionary<Version, int> VersionKeys => new() { [new(1, 2)] = 1 };
            public static List<KeyValuePair<string, int>> Pairs => [new("a", 1)];
            public static Own Own => [new("o")];
            public static OwnMap OwnMap => new() { ["a"] = 1 };
            public static OwnSet OwnSet => [1, 2];
            public static int?[] NullableItems => [1, null];
            public static byte[][] Blobs => [[1], []];
            public static TimeSpan[] Spans => [TimeSpan.Zero];
            public static Uri?[] Uris => [null, new("a", UriKind.Relative)];
        }
        """, "null", "[]", "{}", "[null]", """{"a":null}""", "[1,2,2]", """{"a":1,"a":2}""");

    [Fact]
    public void Collections_ThatTheDefaultCannotRead_AreReadBack()
    {
        var project = PayloadProject.Build("""
            public static class Samples
            {
                public static FrozenSet<int> FrozenSet => new[] { 1, 2 }.ToFrozenSet();
                public static FrozenDictionary<string, int> FrozenDictionary => new Dictionary<string, int> { ["a"] = 1 }.ToFrozenDictionary();
                public static ReadOnlyCollection<int> ReadOnlyCollection => new([1, 2]);
                public static ReadOnlyDictionary<string, int> ReadOnlyDictionary => new(new Dictionary<string, int> { ["a"] = 1 });
                public static IReadOnlySet<int> IReadOnlySet => new HashSet<int> { 1, 2 };
                public static IImmutableSet<int> IImmutableSet => ImmutableHashSet.Create(1, 2);
                public static IImmutableQueue<int> IImmutableQueue => ImmutableQueue.Create(1, 2);
                public static IImmutableDictionary<string, int> IImmutableDictionary => ImmutableDictionary.CreateRange(new Dictionary<string, int> { ["a"] = 1 });
            }
            """);

        foreach (var (name, type, value) in project.Samples())
        {
            var json = System.Text.Json.JsonSerializer.Serialize(value, type);

            Assert.Equal(json, project.Write(value, type));
            Assert.Equal(json, project.Write(project.Read(json, type), type));
            Assert.True(type.IsInstanceOfType(project.Read(json, type)), name);
        }
    }

    [Fact]
    public void Tuples_TheirFields_AreWritten() => Differential.AssertSame(PayloadProject.Build("""
        public sealed record Holder((int Count, string Name) Pair, (int, (string?, decimal))? Nested, Tuple<int, string> Old, KeyValuePair<string, int> Entry);

        public static class Samples
        {
            public static (int, string) Plain => (1, "a");
            public static (int First, string Second) Named => (1, "b");
            public static (int, int, int, int, int, int, int, int, string) Long => (1, 2, 3, 4, 5, 6, 7, 8, "nine");
            public static ValueTuple<int> Single => new(1);
            public static (int, int)[] Many => [(1, 2), (3, 4)];
            public static (int, int)? None => null;
            public static Holder Holder => new((1, "x"), (2, (null, 3m)), new(4, "t"), new("k", 5));
        }
        """), tuples: true);

    [Fact]
    public void NestedAndRecursive_Types_SameJson() => Check("""
        public sealed class Outer
        {
            public sealed record Inner(string Name, List<Inner> Children, Inner? Parent, Dictionary<string, Inner>? ByName);
            public enum Kind { A, B }
            public Inner? Root { get; set; }
            public Kind Kind2 { get; set; }
        }
        public sealed record Node(int Value, Node? Left, Node? Right);
        public record Box<T>(T Value, Box<T>? Next);
        public class Pair<TA, TB> where TA : notnull { public TA? First { get; init; } public TB Second { get; set; } = default!; }
        public struct Link { public int Value { get; set; } public Link[]? More { get; set; } }

        public static class Samples
        {
            public static Outer Outer => new() { Root = new("r", [new("c", [], null, null)], null, new() { ["x"] = new("y", [], null, null) }), Kind2 = Outer.Kind.B };
            public static Node Node => new(1, new(2, null, new(3, null, null)), null);
            public static Box<int> IntBox => new(1, new(2, null));
            public static Box<Box<string>> Boxed => new(new("s", null), null);
            public static Pair<string, Pair<int, Node?>> Pair => new() { First = "f", Second = new() { First = 1, Second = null } };
            public static Link Link => new() { Value = 1, More = [new() { Value = 2 }] };
        }
        """);

    [Fact]
    public void JsonValues_Members_SameJson() => Check("""
        public sealed record Any(JsonElement Element, JsonNode? Node, JsonObject? Object, JsonArray? Array, JsonValue? Value, JsonElement? None);

        public static class Samples
        {
            private const string Text = "{ \"a\" : [1, 2.50, null, \"é<\"] }";
            public static JsonElement Element => JsonDocument.Parse(Text).RootElement;
            public static JsonDocument Document => JsonDocument.Parse(Text);
            public static JsonNode? Node => JsonNode.Parse(Text);
            public static Any Any => new(JsonDocument.Parse("1.0").RootElement, JsonNode.Parse(Text), new JsonObject { ["x"] = 1 }, new JsonArray(1, "b"), JsonValue.Create(5), null);
            public static Any Nulls => new(JsonDocument.Parse("null").RootElement, null, null, null, null, null);
        }
        """);

    [Fact]
    public void Attributes_OfTheSerializer_AreFollowed() => Check("""
        public enum Colour { Red, Green }
        [JsonConverter(typeof(JsonStringEnumConverter))] public enum Named { One, Two }
        [JsonConverter(typeof(MoneyConverter))] public readonly record struct Money(long Cents);
        public sealed class MoneyConverter : JsonConverter<Money>
        {
            public override Money Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(long.Parse(reader.GetString()!.TrimEnd('c')));
            public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteStringValue(value.Cents + "c");
        }
        public sealed class ListFactory : JsonConverterFactory
        {
            public override bool CanConvert(Type type) => type == typeof(object);
            public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) => new Text();
            private sealed class Text : JsonConverter<object>
            {
                public override object? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetString();
                public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
            }
        }
        public class Names
        {
            [JsonPropertyName("first name")] public string? First { get; set; }
            [JsonPropertyName("<é\"")] public string? Odd { get; set; }
            [JsonIgnore] public object? Skipped { get; set; }
            [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? WhenNull { get; set; }
            [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int WhenDefault { get; set; }
            [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public string? TextDefault { get; set; }
            [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int? NullableDefault { get; set; }
            [JsonIgnore(Condition = JsonIgnoreCondition.Never)] public string? Never { get; set; }
            [JsonRequired] public int Needed { get; set; }
        }
        public class Converted
        {
            public Named Named { get; set; }
            public Named? NamedOrNot { get; set; }
            [JsonConverter(typeof(JsonStringEnumConverter))] public Colour Colour { get; set; }
            [JsonConverter(typeof(JsonStringEnumConverter<Colour>))] public Colour? Maybe { get; set; }
            public Colour Number { get; set; }
            public Money Price { get; set; }
            public Money? Discount { get; set; }
            [JsonConverter(typeof(MoneyConverter))] public Money? Again { get; set; }
            public List<Money> Prices { get; set; } = [];
            [JsonConverter(typeof(ListFactory))] public object? Anything { get; set; }
        }
        public class Numbers
        {
            [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] public int AsText { get; set; }
            [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] public double Odd { get; set; }
            [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] public List<int> Many { get; set; } = [];
        }
        [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] public record Texts(int A, long? B, int[] C);
        public class Extended { public int A { get; set; } [JsonExtensionData] public Dictionary<string, JsonElement>? More { get; set; } }
        public class ExtendedObject { public int A { get; set; } [JsonExtensionData] public JsonObject? More { get; set; } }
        [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public class Populated { public List<int> Items { get; } = [1]; public Dictionary<string, int> Map { get; } = new() { ["x"] = 1 }; }
        [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] public record Strict(int A);
        public class Callbacks : IJsonOnSerializing, IJsonOnDeserialized { public int A { get; set; } public int Seen { get; set; } public void OnSerializing() => Seen = 1; public void OnDeserialized() => A++; }

        public static class Samples
        {
            public static Names Names => new() { First = "f", Odd = "o", Skipped = new(), WhenNull = "w", WhenDefault = 1, TextDefault = "t", NullableDefault = 0, Needed = 2 };
            public static Names Empty => new();
            public static Converted Converted => new() { Named = Named.Two, NamedOrNot = Named.One, Colour = Colour.Green, Maybe = Colour.Green, Number = Colour.Green, Price = new(5), Discount = new(6), Again = new(7), Prices = [new(8)], Anything = "any" };
            public static Converted Nulls => new();
            public static Numbers Numbers => new() { AsText = 5, Odd = double.NaN, Many = [1, 2] };
            public static Texts Texts => new(1, null, [2]);
            public static Extended Extended => new() { A = 1, More = new() { ["b"] = JsonDocument.Parse("[1]").RootElement } };
            public static Extended NoMore => new() { A = 1 };
            public static ExtendedObject ExtendedObject => new() { A = 1, More = new JsonObject { ["b"] = 2 } };
            public static Populated Populated { get { var p = new Populated(); p.Items.Add(2); return p; } }
            public static Strict Strict => new(1);
            public static Callbacks Callbacks => new() { A = 1 };
            public static Money Money => new(3);
        }
        """, """{"A":1,"b":2,"c":{"d":[]}}""", """{"Needed":1,"first name":"x","AsText":"7","Odd":"NaN","Many":["1"],"Items":[5],"Map":{"y":2}}""", "{}", """{"Named":1,"Colour":"Red","Price":"9c"}""");

    [Fact]
    public void Polymorphism_DeclaredTypes_SameJson() => Check("""
        [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
        [JsonDerivedType(typeof(Circle), "circle")]
        [JsonDerivedType(typeof(Square), "square")]
        public abstract record Shape(string Name);
        public sealed record Circle(string Name, double Radius) : Shape(Name);
        public sealed record Square(string Name, double Side, Shape? Inner) : Shape(Name);

        [JsonDerivedType(typeof(Cat), 1)]
        [JsonDerivedType(typeof(Pet), 0)]
        public class Pet { public string Name { get; set; } = ""; }
        public class Cat : Pet { public int Lives { get; set; } }

        [JsonDerivedType(typeof(Paid), "paid")]
        public interface IOutcome;
        public sealed record Paid(decimal Amount) : IOutcome;

        public sealed record Drawing(Shape Main, List<Shape> Others, Pet Pet, IOutcome? Outcome);

        public static class Samples
        {
            public static Shape Shape => new Circle("c", 1.5);
            public static Shape[] Shapes => [new Square("s", 2, new Circle("i", 1))];
            public static Circle Exact => new("c", 1);
            public static Pet Pet => new Cat { Name = "Tom", Lives = 9 };
            public static Pet Plain => new() { Name = "p" };
            public static IOutcome Outcome => new Paid(5m);
            public static Drawing Drawing => new(new Circle("c", 1), [], new Cat(), new Paid(1));
        }
        """);

    [Fact]
    public void Names_KeywordsAndUnicode_AreEscaped() => Check("""
        namespace @namespace
        {
            public record @class(int @int, string @value, string größe) { public string? @event { get; init; } public int record { get; set; } public int @return { get; } = 0; }
        }
        public class Default { public int Options { get; set; } public int GetTypeInfo { get; set; } }
        public class JournalSerializers { public int A { get; set; } }
        public class CreateDefault { public int A { get; set; } }
        public static class Samples
        {
            public static @namespace.@class Keyword => new(1, "v", "g") { @event = "e" };
            public static Default Default => new();
            public static JournalSerializers JournalSerializers => new();
            public static CreateDefault CreateDefault => new();
        }
        """.Replace(" public int @return { get; } = 0;", "", StringComparison.Ordinal));

    [Fact]
    public void PrivateMembersOfGenericTypes_AreReached() => Check("""
        public class Box<T> where T : class, new()
        {
            [JsonConstructor] private Box(T first) => First = first;
            public T First { get; }
            public T? Second { get; init; }
            [JsonInclude] private List<T>? _more;
            public static Box<T> Of(T first, T second) => new(first) { Second = second, _more = [first] };
            public class Inner<U> where U : struct { [JsonInclude] public U Value { get; private set; } public T? Outer { get; init; } public static Inner<U> Of(U value) => new() { Value = value }; }
        }
        public struct Cell<T> { public T Value { get; init; } [JsonInclude] private int _count; public static Cell<T> Of(T value) => new() { Value = value, _count = 3 }; }
        public class Item { public int A { get; set; } }

        public static class Samples
        {
            public static Box<Item> Box => Box<Item>.Of(new() { A = 1 }, new());
            public static Box<List<int>> Lists => Box<List<int>>.Of([1], [2]);
            public static Box<Item>.Inner<int> Inner => Box<Item>.Inner<int>.Of(5);
            public static Cell<string> Cell => Cell<string>.Of("x");
            public static Cell<int> Number => Cell<int>.Of(2);
        }
        """);

    [Fact]
    public void ObsoleteMembers_AreStillReadAndWritten() => Check("""
        public class Old
        {
            [Obsolete("use B")] public int A { get; set; } = 1;
            [Obsolete("gone", error: true)] public string? Gone { get; set; } = "g";
            public int B { get; set; }
        }
        public static class Samples { public static Old Old => new() { B = 2 }; }
        """, """{"A":5,"Gone":"x","B":6}""");

    [Fact]
    public void OneWayMembers_OfTheAuthorsChoice_SameJson() => Check("""
        public class OneWay
        {
            [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)] public int OnlyRead { get; set; } = 1;
            [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public int OnlyWritten { get; set; } = 2;
        }
        public static class Samples { public static OneWay OneWay => new() { OnlyRead = 3, OnlyWritten = 4 }; }
        """, """{"OnlyRead":5,"OnlyWritten":6}""");

    [Fact]
    public void DeepNesting_BeyondTheLimit_IsRefusedByBothWays()
    {
        var project = PayloadProject.Build("""
            public sealed record Node(int Level, Node? Next);
            public static class Samples { public static Node Node { get { Node? node = null; for (var i = 0; i < 70; i++) node = new(i, node); return node!; } } }
            """);
        var (_, type, value) = project.Samples().Single();

        Assert.ThrowsAny<Exception>(() => System.Text.Json.JsonSerializer.Serialize(value, type));
        Assert.Throws<InvalidOperationException>(() => project.Write(value, type));
    }

    [Fact]
    public void PrivateTypesOfTheWorkflow_AreReached()
    {
        var compilation = PayloadProject.Parse("""
            public partial class Host
            {
                private enum Kind { A, B }
                private sealed record Inner(int A, Kind Kind, List<Inner>? More);
                public static object Make() => new Inner(1, Kind.B, [new(2, Kind.A, null)]);
            }
            public static class Samples;
            """);
        var project = PayloadProject.Build(compilation, collector => collector.AddRoot(compilation.GetTypeByMetadataName("Host+Inner")!));
        var value = project.Type("Host").GetMethod("Make")!.Invoke(null, null)!;

        Differential.AssertSame(project, "Inner", value.GetType(), value, Differential.Reference(tuples: false));
    }

    [Fact]
    public void Nullability_Disabled_CompilesWithoutWarnings() => Differential.AssertSame(PayloadProject.Build("""
        public class Old { public string Name { get; set; } public List<string> Items { get; set; } public int? Count { get; set; } }
        public record Rec(string A, Old B);
        public static class Samples { public static Old Old => new() { Name = "n" }; public static Rec Rec => new("a", new()); }
        """, Microsoft.CodeAnalysis.NullableContextOptions.Disable));

    private static void Check(string source, params string[] texts)
    {
        var project = PayloadProject.Build(source);

        Differential.AssertSame(project);
        foreach (var (name, type, _) in project.Samples())
        {
            foreach (var text in texts)
            {
                Differential.AssertReadsAlike(project, name, type, text, Differential.Reference(tuples: false));
            }
        }
    }
}
