using Durable.Generators.Parsing;
using Durable.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Tests;

/// <summary>What an edit must touch for models to be read again.</summary>
public sealed class DeclarationComparisonTests
{
    private const string Source = """
        using System;

        namespace Shop;

        // A comment.
        [Obsolete(Texts.Old)]
        public partial class Order(int first)
        {
            public const string Name = "order";
            private readonly int _count = 3;

            public Order() : this(1) { Console.WriteLine("made"); }

            public int Total { get { return first; } }

            public int Sum(int x = 5) { return x + _count; }

            public string Text() => Name + "!";

            public static Order operator +(Order left, Order right) => left;
        }

        public static class Texts { public const string Old = "old"; }
        """;

    [Theory]
    [InlineData("// A comment.", "// Another one,\n// over two lines.")]
    [InlineData("\"made\"", "\"made\" + 1")]
    [InlineData("return x + _count;", "var y = x;\n#pragma warning disable CS0168\n\nreturn y;", false)]
    [InlineData("return x + _count;", "int Local() => x; return Local() + _count;")]
    [InlineData("=> Name + \"!\"", "=> \"?\"")]
    [InlineData("=> left;", "=> right ?? left;")]
    [InlineData("return x", "return x +")]
    [InlineData("using System;", "using System;\n\n")]
    [InlineData("\"order\"", "\"orders\"", false)]
    [InlineData("= 3;", "= 4;", false)]
    [InlineData("= 5", "= 6", false)]
    [InlineData("this(1)", "this(2)", false)]
    [InlineData("return first;", "return field;", false)]
    [InlineData("Texts.Old", "Texts.New", false)]
    [InlineData("int x = 5", "int y = 5", false)]
    [InlineData("public int Sum", "internal int Sum", false)]
    [InlineData("=> Name + \"!\";", "{ return Name; }", false)]
    [InlineData("{ return x + _count; }", ";", false)]
    [InlineData("return x + _count; }", "return x + _count; ")]
    [InlineData("return x + _count; }", "/* return x + _count; }", false)]
    [InlineData("using System;", "using System;\n#nullable disable", false)]
    [InlineData("return x + _count;", "return x;\n#nullable disable\n", false)]
    [InlineData("(int first)", "(int first, int second)", false)]
    [InlineData("namespace Shop;", "namespace Shops;", false)]
    [InlineData("partial class Order", "partial class @Order", false)]
    public void Edit_InOneFile_IsSeenWhereSymbolsSeeIt(string old, string edited, bool same = true)
    {
        Assert.Contains(old, Source, StringComparison.Ordinal);
        var before = TestProject.Create(Source, Samples.Minimal);

        var after = Edit(before, Source.Replace(old, edited, StringComparison.Ordinal));

        Assert.Equal(same, DeclarationComparison.AreSame(before, after));
        Assert.Equal(same, DeclarationComparison.AreSame(after, before));
    }

    [Fact]
    public void Edit_ParsedAnew_IsComparedAllTheSame()
    {
        var before = TestProject.Create(Source);

        Assert.True(DeclarationComparison.AreSame(before, Reparse(Source.Replace("\"made\"", "\"\"", StringComparison.Ordinal))));
        Assert.False(DeclarationComparison.AreSame(before, Reparse(Source + "class More;")));

        CSharpCompilation Reparse(string text) =>
            before.ReplaceSyntaxTree(before.SyntaxTrees[0], Parse(text));
    }

    [Fact]
    public void TopLevelStatements_Edited_AreABody()
    {
        var before = TestProject.Create("System.Console.WriteLine(1);\nSystem.Console.WriteLine(2);");

        Assert.True(DeclarationComparison.AreSame(before, Edit(before, "System.Console.WriteLine(1);\nSystem.Console.WriteLine(3);")));
        Assert.False(DeclarationComparison.AreSame(before, Edit(before, "System.Console.WriteLine(1);")));
    }

    [Fact]
    public void Project_OtherThanSources_IsCompared()
    {
        var before = TestProject.Create(Source);

        Assert.True(DeclarationComparison.AreSame(before, before.Clone()));
        Assert.False(DeclarationComparison.AreSame(before, before.WithAssemblyName("Other")));
        Assert.False(DeclarationComparison.AreSame(before, before.WithOptions(before.Options.WithNullableContextOptions(NullableContextOptions.Disable))));
        Assert.False(DeclarationComparison.AreSame(before, before.RemoveReferences(before.ExternalReferences[0])));
        Assert.False(DeclarationComparison.AreSame(before, before.AddSyntaxTrees(Parse(""))));
        Assert.False(DeclarationComparison.AreSame(before, before.ReplaceSyntaxTree(
            before.SyntaxTrees[0], Parse(Source, TestProject.ParseOptions.WithPreprocessorSymbols("DEBUG")))));
    }

    private static SyntaxTree Parse(string text, CSharpParseOptions? options = null) => CSharpSyntaxTree.ParseText(
        text, options ?? TestProject.ParseOptions, "File0.cs", cancellationToken: TestContext.Current.CancellationToken);

    private static CSharpCompilation Edit(CSharpCompilation project, string text) =>
        project.ReplaceSyntaxTree(project.SyntaxTrees[0], project.SyntaxTrees[0].WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(text)));
}
