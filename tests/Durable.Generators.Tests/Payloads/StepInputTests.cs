using Durable.Generators.Parsing.Payloads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Tests.Payloads;

/// <summary>The record of a step's arguments, which is generated in the same run and so is no symbol yet.</summary>
public sealed class StepInputTests
{
    private const string Author = """
        public sealed record Line(string Sku, int Count);
        public static class Samples { public static Line Line => new("s", 1); }
        public class Steps { public void Charge(string orderId, decimal total, Line[] lines, int @class = 5, string? note = "n") { } }
        """;

    private const string Input = """
        partial class Host
        {
            private readonly record struct ChargeInput(string orderId, decimal total, Line[] lines, int @class, string? note2);
            public static object Make() => new ChargeInput("o", 1.5m, [new("s", 2)], 7, null);
        }
        """;

    [Fact]
    public void StepInput_WrittenAndRead_HasTheParametersNames()
    {
        var (project, name) = Build();
        var value = project.Type("Host").GetMethod("Make")!.Invoke(null, null)!;

        var json = project.Write(value, value.GetType());

        Assert.Equal("ChargeInput", name);
        Assert.Equal("""{"orderId":"o","total":1.5,"lines":[{"Sku":"s","Count":2}],"class":7,"note":null}""", json);
        Assert.Equal(json, project.Write(project.Read(json, value.GetType()), value.GetType()));
    }

    [Fact]
    public void StepInput_RecordedBeforeAnOptionalParameterCame_GetsItsDefault()
    {
        var (project, _) = Build();
        var type = project.Type("Host").GetMethod("Make")!.Invoke(null, null)!.GetType();

        Assert.Equal(
            """{"orderId":"o","total":2,"lines":null,"class":5,"note":"n"}""",
            project.Write(project.Read("""{"orderId":"o","total":2}""", type), type));
    }

    [Fact]
    public void StepInput_OfAnUnsupportedParameter_IsAProblem()
    {
        var compilation = PayloadProject.Parse("public static class Samples; public class Steps { public void Charge(object order) { } }");
        var collector = new SerializersCollector(compilation, compilation.GetTypeByMetadataName("Host")!);

        collector.AddStepInput("ChargeInput", [new("order", Parameters(compilation).Single())]);

        Assert.True(collector.HasProblems);
        Assert.Empty(collector.ToModel().Types);
    }

    private static (PayloadProject Project, string Name) Build()
    {
        var name = "";
        var compilation = PayloadProject.Parse(Author).AddSyntaxTrees(CSharpSyntaxTree.ParseText(Input, (CSharpParseOptions)PayloadProject.Parse(Author).SyntaxTrees[0].Options));
        var project = PayloadProject.Build(compilation, collector => name = collector.AddStepInput(
            "global::Host.ChargeInput",
            Parameters(compilation).Select(static parameter => new StepInputMember(
                parameter.Name switch { "class" => "@class", "note" => "note2", var plain => plain }, parameter))));
        return (project, name);
    }

    private static System.Collections.Immutable.ImmutableArray<IParameterSymbol> Parameters(CSharpCompilation compilation) =>
        compilation.GetTypeByMetadataName("Steps")!.GetMembers("Charge").OfType<IMethodSymbol>().Single().Parameters;
}
