using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Tests.Payloads;

/// <summary>What cannot be recorded is found before it runs, with the path to the culprit.</summary>
public sealed class PayloadProblemTests
{
    [Theory]
    [InlineData("object", "Untyped Order.Lines[].Tag : object")]
    [InlineData("dynamic", "Untyped Order.Lines[].Tag : dynamic")]
    [InlineData("Action", "NotData Order.Lines[].Tag : Action")]
    [InlineData("Func<int, string>", "NotData Order.Lines[].Tag : Func<int, string>")]
    [InlineData("System.IO.MemoryStream", "NotData Order.Lines[].Tag : MemoryStream")]
    [InlineData("System.Threading.Tasks.Task<int>", "NotData Order.Lines[].Tag : Task<int>")]
    [InlineData("System.Threading.CancellationToken", "NotData Order.Lines[].Tag : CancellationToken")]
    [InlineData("IAsyncEnumerable<int>", "NotData Order.Lines[].Tag : IAsyncEnumerable<int>")]
    [InlineData("Type", "NotData Order.Lines[].Tag : Type")]
    [InlineData("InvalidOperationException", "NotData Order.Lines[].Tag : InvalidOperationException")]
    [InlineData("nint", "NotData Order.Lines[].Tag : nint")]
    [InlineData("int[,]", "Unsupported Order.Lines[].Tag : int[,]")]
    [InlineData("Stack<int>", "Unsupported Order.Lines[].Tag : Stack<int>")]
    [InlineData("System.Collections.ArrayList", "Unsupported Order.Lines[].Tag : ArrayList")]
    [InlineData("System.Net.IPAddress", "Unsupported Order.Lines[].Tag : IPAddress")]
    [InlineData("System.Numerics.BigInteger", "Unsupported Order.Lines[].Tag : BigInteger")]
    [InlineData("IComparable", "Unsupported Order.Lines[].Tag : IComparable")]
    [InlineData("IShape", "OpenPolymorphism Order.Lines[].Tag : IShape")]
    [InlineData("Shape", "OpenPolymorphism Order.Lines[].Tag : Shape")]
    [InlineData("Dictionary<Line, int>", "DictionaryKey Order.Lines[].Tag : Dictionary<Line, int>")]
    [InlineData("Dictionary<string, object>", "Untyped Order.Lines[].Tag[] : object")]
    [InlineData("List<object>[]", "Untyped Order.Lines[].Tag[][] : object")]
    [InlineData("(int, object)", "Untyped Order.Lines[].Tag.Item2 : object")]
    [InlineData("Box<object>?", "Untyped Order.Lines[].Tag.Value : object")]
    [InlineData("Dictionary<object, int>", "Untyped Order.Lines[].Tag[key] : object")]
    [InlineData("Endless<int>", "Unsupported ")]
    public void Member_OfAnUnsupportedType_IsNamedWithItsPath(string type, string expected)
    {
        var problems = Problems($$"""
            public interface IShape;
            public abstract class Shape;
            public record Box<T>(T Value);
            public class Endless<T> { public Endless<List<T>>? A { get; set; } public Endless<T[]>? B { get; set; } }
            public sealed record Line(int Count, {{type}} Tag);
            public sealed record Order(List<Line> Lines);
            public static class Samples { public static Order Order => null!; }
            """);

        Assert.NotEmpty(problems);
        Assert.StartsWith(expected, problems[0], StringComparison.Ordinal);
        Assert.True(expected.EndsWith(' ') || problems.Count == 1, string.Join("\n", problems));
    }

    [Theory]
    [InlineData("public class P { public P(int a, string b) { } public int A { get; } }", "Constructor P: its constructor parameter 'string b'")]
    [InlineData("public class P { public P(int a) { } public P(string b) { } public int A { get; } }", "Constructor P: it has several public constructors")]
    [InlineData("public class P { private P() { } public int A { get; set; } }", "Constructor P: it has no public constructor")]
    [InlineData("public class P { [JsonConstructor] public P() { } [JsonConstructor] public P(int a) { } public int A { get; set; } }", "Constructor P: more than one constructor")]
    [InlineData("public class P { public P(in int a) { } public int A { get; } }", "Constructor P: its constructor takes 'a' by reference")]
    [InlineData("public class P { public P(long a) { } public int A { get; } }", "Constructor P: its constructor parameter 'long a'")]
    [InlineData("public record P([property: JsonIgnore] int A);", "Constructor P: its constructor parameter 'int A'")]
    [InlineData("public class P { public int A { get; } = 5; }", "MemberLost P.A : int: it is written but not read back, because it has no setter")]
    [InlineData("public class P { public List<int> A { get; } = []; }", "MemberLost P.A : List<int>: it is written but not read back")]
    [InlineData("public class P { public int A { get; private set; } }", "MemberLost P.A : int: it is written but not read back, because its setter is not public")]
    [InlineData("public class P { public int A { private get; set; } }", "MemberLost P.A : int: it is read but never written")]
    [InlineData("public class P { public int A; }", "MemberLost P.A : int: fields are not written")]
    [InlineData("public class B { public int A; } public class P : B { }", "MemberLost P.A : int: fields are not written")]
    [InlineData("public class P { [JsonInclude] public readonly int A; }", "MemberLost P.A : int: a readonly field")]
    [InlineData("public readonly struct P { public P(int a) => A = a; public int A { get; } }", "MemberLost P.A : int: it is written but not read back")]
    [InlineData("public class P { private long _cents; public decimal A => _cents / 100m; public void Set(long a) => _cents = a; }", "MemberLost P: none of its members is read back")]
    [InlineData("public class P { [JsonPropertyName(\"B\")] public int A { get; set; } public int B { get; set; } }", "MemberLost P.B : int: 'A' has the same JSON name")]
    [InlineData("public class P { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int A { get; set; } }", "Unsupported P.A : int: it is never null")]
    [InlineData("public class P { [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string? A { get; set; } }", "Unsupported P.A : string: it holds no numbers")]
    [InlineData("public class P { [JsonExtensionData] public Dictionary<string, object>? A { get; set; } }", "MemberLost P.A : Dictionary<string, object>: extension data must be")]
    [InlineData("public class P { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public int[] A { get; set; } = []; }", "Unsupported P.A : int[]: it cannot be filled")]
    [InlineData("public class P { [JsonConverter(typeof(JsonStringEnumConverter))] public int A { get; set; } }", "Unsupported P.A : int: JsonStringEnumConverter does not convert 'int'")]
    [InlineData("public class P { private sealed record Inner(int B); [JsonInclude] private Inner? A { get; set; } }", "Unsupported P.A : Inner: generated code cannot name it")]
    [InlineData("file sealed record Inner(int B); file class Q; public class P { public List<int[]>? A { get; set; } internal static Type F => typeof(Inner); [JsonConverter(typeof(C))] public int X { get; set; } } public class C { }", "Unsupported P.X : int: its converter 'C' does not convert 'int'")]
    [InlineData("[JsonConverter(typeof(JsonConverterFactory))] public class P { }", "Unsupported P: its converter 'JsonConverterFactory' cannot be instantiated")]
    [InlineData("[JsonDerivedType(typeof(D))] public abstract class P; public class D : P { }", "OpenPolymorphism P: its derived type 'D' has no discriminator")]
    [InlineData("[JsonDerivedType(typeof(D), 1)][JsonDerivedType(typeof(E), 1)] public abstract class P; public class D : P { } public class E : P { }", "OpenPolymorphism P: its derived type 'E' has the discriminator '1' of another one")]
    [InlineData("[JsonDerivedType(typeof(D), 1)] public abstract class P; public class D { }", "OpenPolymorphism P: its derived type 'D' does not derive from it")]
    [InlineData("[JsonDerivedType(typeof(D), 1)] public abstract class P; public class D : P { [JsonPropertyName(\"$type\")] public int T { get; set; } }", "OpenPolymorphism P: its derived type 'D' has a member with the JSON name '$type'")]
    [InlineData("[JsonDerivedType(typeof(D), 1)] public abstract class P; public class D : P { public object? O { get; set; } }", "Untyped P(D).O : object")]
    [InlineData("[JsonPolymorphic] public class P { }", "OpenPolymorphism P: nothing says which types may stand for it")]
    [InlineData("public class P : IEnumerable<int> { public IEnumerator<int> GetEnumerator() => null!; System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!; }", "Unsupported P: it is a collection that System.Text.Json cannot fill")]
    public void Type_ThatDoesNotReadBack_IsReported(string source, string expected)
    {
        var problems = Problems(source + " public static class Samples { public static P P => default!; }");

        Assert.True(problems.Count == 1 && problems[0].StartsWith(expected, StringComparison.Ordinal), string.Join("\n", problems));
    }

    [Fact]
    public void FileLocalAndForeignPrivateTypes_AreReported() => Assert.Equal(
        [
            "Unsupported Hidden: it is file-local, so generated code cannot name it; make it internal",
            "Unsupported List<Inner>: generated code cannot name it; make it internal or nest it in the workflow",
        ],
        Problems("""
            file sealed record Hidden(int A);
            public class Owner { private sealed record Inner(int A); private class Samples { static List<Inner> B => null!; } }
            file static class Samples { static Hidden A => null!; }
            """, compilation => [
                compilation.GetSymbolsWithName("Hidden").OfType<ITypeSymbol>().Single(),
                compilation.GetTypeByMetadataName("Owner+Samples")!.GetMembers("B").OfType<IPropertySymbol>().Single().Type,
            ]));

    [Fact]
    public void Root_ThatIsTheCulprit_IsNamedAlone() => Assert.Equal(
        ["Untyped object: nothing says what to read back; use a concrete type, or JsonElement for any JSON"],
        Problems("public static class Samples { public static object O => null!; }"));

    [Fact]
    public void TypeReachedTwice_IsReportedOnceOnTheShortestPath() => Assert.Equal(
        ["Untyped Order.Deep.Own : object", "Untyped Order.Tag.Value : object"],
        Problems("""
            public record Tag(object Value);
            public record Deep(Tag Tag, object Own);
            public record Order(Deep Deep, Tag Tag);
            public static class Samples { public static Order O => null!; }
            """).Select(static problem => problem.Split(": nothing")[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void UnknownType_IsLeftToTheCompiler() => Assert.StartsWith(
        "Unresolved Order.Missing : Mising",
        Assert.Single(Problems("public record Order(Mising Missing); public static class Samples { public static Order O => null!; }")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("public class P { public int A { get; set; } public int Twice => A * 2; private int _cache; public int Cached() => _cache++; }")]
    [InlineData("public class P { public const int A = 1; public static int B; [JsonIgnore] public object? C { get; set; } [JsonIgnore] public int D; public int this[int i] => i; }")]
    [InlineData("public class P { public static P None { get; } = new(); public string Kind => \"p\"; }")]
    [InlineData("public class P { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> A { get; } = []; }")]
    [InlineData("public class P { internal object? A { get; set; } protected object? B { get; set; } private object? C { get; set; } }")]
    [InlineData("public record P(int A) { public virtual string Text => A.ToString(); }")]
    public void Type_ThatLosesNothing_IsNotReported(string source) =>
        Assert.Empty(Problems(source + " public static class Samples { public static P P => default!; }"));

    [Fact]
    public void LibraryTypes_SeenThroughAReferenceAssembly_AreJudgedAlike()
    {
        var library = CSharpCompilation.Create(
            "Library",
            [CSharpSyntaxTree.ParseText(PayloadProject.Usings + """
                public sealed record Good(int A, string? B) { public int Twice => A * 2; }
                public class Stored { public int A { get; } public Stored() { A = System.Environment.TickCount; } }
                public class Hidden { private long _a; public decimal A => _a; public void Set(long a) => _a = a; }
                """, cancellationToken: TestContext.Current.CancellationToken)],
            PayloadProject.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var asReference = new Microsoft.CodeAnalysis.Emit.EmitOptions(metadataOnly: true, includePrivateMembers: false);
        Assert.True(library.Emit(image, options: asReference, cancellationToken: TestContext.Current.CancellationToken).Success);
        var reference = MetadataReference.CreateFromImage(image.ToArray());

        var compilation = PayloadProject
            .Parse("public static class Samples { public static Good G => null!; public static Stored S => null!; public static Hidden H => null!; }")
            .AddReferences(reference);

        Assert.Equal(
            ["MemberLost Stored.A : int", "MemberLost Hidden"],
            PayloadProject.Problems(compilation).Select(static problem => problem[..problem.LastIndexOf(": ", StringComparison.Ordinal)]));
    }

    private static List<string> Problems(string source, Func<CSharpCompilation, IEnumerable<ITypeSymbol>>? roots = null)
    {
        var compilation = PayloadProject.Parse(source);
        return roots is null
            ? [.. PayloadProject.Problems(compilation)]
            : [.. roots(compilation).SelectMany(type => PayloadProject.Problems(compilation, type))];
    }
}
