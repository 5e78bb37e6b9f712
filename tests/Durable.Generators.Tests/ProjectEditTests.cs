using Durable.Generators.Parsing;
using Durable.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Tests;

/// <summary>Which edits make the generator read a class again: those in files that names lead to from it, and no others.</summary>
public sealed class ProjectEditTests
{
    // The class in question stands in the first file.
    private static readonly string[] s_files =
    [
        "namespace Shop; [Workflow] public partial class OrderWorkflow : Base { public Task RunAsync(WorkflowContext ctx, Order order) => ctx.CheckpointAsync(order.ToText()); }",
        "namespace Shop; public sealed record Order(string Id, Line Line); public static class Notes { public const string Free = \"x\"; }",
        "namespace Shop; public sealed record Line(int Count);",
        "namespace Shop; public sealed class Other { public int A() { return 1; } } public sealed class Second(Other other);",
        "namespace Shop; public static class Texts { public static string ToText(this Order order) => order.Id; }",
        "namespace Shop; public abstract class Base { protected int Sum() { return 1; } }",
        "global using System.Threading.Tasks; global using Durable; global using Amount = Shop.Price;",
        "namespace Shop; public sealed record Price(decimal Value);",
        "namespace Shop; public sealed class MarkedAttribute : System.Attribute;",
    ];

    [Theory]
    [InlineData(0, "order.ToText()", "1", true)]
    [InlineData(0, "Order order)", "Order x)", true)]
    [InlineData(1, "string Id", "int Id", true)]
    [InlineData(1, "\"x\"", "\"y\"", true)]
    [InlineData(2, "int Count", "long Count", true)]
    [InlineData(2, "record Line", "record Lines", true)]
    [InlineData(3, "int A()", "long A()", false)]
    [InlineData(3, "int A()", "int B()", false)]
    [InlineData(3, "return 1;", "return 2;", false)]
    [InlineData(3, "class Other", "class Another", false)]
    [InlineData(3, "class Other", "class Order", true)]
    [InlineData(3, "class Other", "class Line", true)]
    [InlineData(3, "class Other", "class Task", true)]
    [InlineData(3, "class Other", "class ORDERWORKFLOW", true)]
    [InlineData(3, "class Other", "class WorkflowAttribute", true)]
    [InlineData(3, "class Second", "class Order2 { class Id; } class Second", true)]
    [InlineData(3, "class Second", "static class Second { static int ToText; } class Third", true)]
    [InlineData(3, "class Second", "class Second { int ToText; } class Third", false)]
    [InlineData(3, "namespace Shop;", "namespace Shop.Task;", true)]
    [InlineData(3, "namespace Shop;", "[assembly: System.CLSCompliant(false)] namespace Shop;", true)]
    [InlineData(3, "namespace Shop;", "global using System; namespace Shop;", true)]
    [InlineData(3, "namespace Shop;", "using System; namespace Shop;", false)]
    [InlineData(4, "static string ToText", "static int ToText", true)]
    [InlineData(4, "=> order.Id", "=> \"\"", false)]
    [InlineData(5, "return 1;", "return 2;", true)]
    [InlineData(6, "Shop.Price", "Shop.Line", true)]
    [InlineData(7, "decimal Value", "double Value", true)]
    [InlineData(8, "class MarkedAttribute", "class MarkedAttribute2", false)]
    public void Edit_OfAFile_ConcernsTheClassesThatNamesLeadFrom(int file, string old, string edited, bool expected)
    {
        Assert.Contains(old, s_files[file], StringComparison.Ordinal);
        var before = TestProject.Create(s_files);
        var files = new ProjectFiles(before);
        int[] parts = [0, 5];
        var closure = files.Closure(parts);

        var tree = before.SyntaxTrees[file];
        var after = before.ReplaceSyntaxTree(tree, tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(s_files[file].Replace(old, edited, StringComparison.Ordinal))));
        var edit = ProjectEdit.Between(files, new ProjectFiles(after));

        Assert.Equal(expected, edit.MayChange([.. parts], closure, files));
    }

    [Fact]
    public void NoEdit_ConcernsNothing()
    {
        var files = new ProjectFiles(TestProject.Create(s_files));

        Assert.False(ProjectEdit.Between(files, new ProjectFiles((CSharpCompilation)TestProject.Create(s_files).RemoveAllSyntaxTrees().AddSyntaxTrees(files.Trees)))
            .MayChange([0], files.Closure([0]), files));
    }

    [Fact]
    public void AttributeNames_LeadToTheirType()
    {
        var files = new ProjectFiles(TestProject.Create("[Marked] public class A;", s_files[8]));

        Assert.Equal([0, 1], files.Closure([0]).Order());
    }
}
