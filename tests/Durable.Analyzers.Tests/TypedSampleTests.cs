using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests;

/// <summary>What <see cref="TypedSample"/> takes for one text: a cut that is left out must be one that could show nothing.</summary>
public sealed class TypedSampleTests
{
    [Theory]
    [InlineData("")]
    [InlineData("class")]
    [InlineData("class A")]
    [InlineData("class A{")]
    [InlineData("class A{int")]
    [InlineData("class A{int B")]
    [InlineData("class A{int B;")]
    public void Cut_AfterAToken_IsKept(string text) => Assert.Contains(text, Texts("class A{int B;}"));

    [Fact]
    public void Cut_Blanks_SayNothing() => Assert.Equal(Texts("class A{int B;}").Count, Texts("class   A  {  int  B  ;  }").Count);

    [Fact]
    public void Cut_Comments_SayNothingButTheirFirstSlash() =>
        Assert.Equal(Texts("class A{int B;}").Count + 1, Texts("class A{/* some remark */int B;}").Count);

    [Theory]
    [InlineData(0)]
    [InlineData(1, "To")]
    [InlineData(2, "To", "Tota")]
    public void Cut_PartsOfAName_AreOneUnlessTheyAreNames(int more, params string[] names) =>
        Assert.Equal(Texts("class A{int Total;}").Count + more, Texts("class A{int Total;}", names).Count);

    [Fact]
    public void Cut_PartsOfADuration_AreAllKept() =>
        Assert.Equal(Texts("class A{[B(\"3\")]int C;}").Count + 2, Texts("class A{[B(\"30s\")]int C;}").Count);

    [Fact]
    public void Cut_PartsOfOtherText_AreOne() =>
        Assert.Equal(Texts("class A{string B=\"ab\";}").Count, Texts("class A{string B=\"abcdefgh\";}").Count);

    [Fact]
    public void Cut_RestOfTheLineMissing_IsATextToo() => Assert.Contains("class A{\nint\n}", Texts("class A{\nint Total;\n}"));

    [Fact]
    public void Cut_SameSeed_SameTexts() => Assert.Equal(
        Typed("class A{int Total;}", []).Cut(new Random(7), 5), Typed("class A{int Total;}", []).Cut(new Random(7), 5));

    private static List<string> Texts(string whole, params string[] names) =>
        [.. Typed(whole, names).Cut(new Random(1), int.MaxValue).Select(static cut => cut.Text).Select(static text => text.Replace(" \n", "\n", StringComparison.Ordinal).TrimEnd())];

    private static TypedSample Typed(string whole, string[] names) =>
        new(new SampleProject("Typed.cs", whole, []), Sources.ParseOptions, new HashSet<string>(names, StringComparer.Ordinal));
}
