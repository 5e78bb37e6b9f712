namespace Durable.Generators.Tests.Payloads;

/// <summary>The model is a value and the text follows from it alone.</summary>
public sealed class SerializersModelTests
{
    private const string Author = """
        [JsonDerivedType(typeof(B), "b")] public abstract record A(int X);
        public sealed record B(int X, [property: JsonConverter(typeof(JsonStringEnumConverter))] DayOfWeek Day, List<B>? More) : A(X);
        public class C<T> { [JsonInclude] private T? _t; public T? Seen => _t; public required int R { get; init; } }
        public static class Samples { public static A A => null!; public static C<int> C => null!; public static Dictionary<string, B> M => null!; }
        """;

    [Fact]
    public void Model_OfTheSameSource_IsEqual()
    {
        var first = PayloadProject.Collect(PayloadProject.Parse(Author));
        var second = PayloadProject.Collect(PayloadProject.Parse("// moved\n\n" + Author));

        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.Equal(PayloadProject.Emit(first), PayloadProject.Emit(second));
    }

    [Theory]
    [InlineData("int X", "long X")]
    [InlineData("\"b\"", "\"c\"", false)]
    [InlineData("required int", "int")]
    [InlineData("private T? _t", "internal T? _t")]
    public void Model_OfAChangedPayload_Differs(string from, string to, bool differs = true)
    {
        var first = PayloadProject.Collect(PayloadProject.Parse(Author));
        var second = PayloadProject.Collect(PayloadProject.Parse(Author.Replace(from, to, StringComparison.Ordinal)));

        // A discriminator is read from the attribute by the serializer, so the text does not hold it.
        Assert.Equal(differs, !first.Equals(second));
        Assert.Equal(differs, PayloadProject.Emit(first) != PayloadProject.Emit(second));
    }

    [Fact]
    public void Output_OfAnOrder_ReadsLikeHandwrittenCode() => Harness.Snapshot.Match(PayloadProject.Emit(PayloadProject.Collect(PayloadProject.Parse("""
        namespace Shop
        {
            public enum Channel { Web, Shop }
            public sealed record Line(string Sku, int Count, decimal? Discount);
            public sealed record Order(string Id, decimal Total, IReadOnlyList<Line> Lines, Channel Channel = Channel.Web) { public TimeSpan? Patience { get; init; } }
        }
        public static class Samples { public static Shop.Order Order => null!; }
        """))));
}
