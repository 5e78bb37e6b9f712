using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>What the generator makes of the sources that the rules judge: "no report" has to mean "it generates".</summary>
internal static class GeneratedCode
{
    // Loaded by name, because its linked types are the analyzers' too.
    private static readonly ISourceGenerator s_generator = ((IIncrementalGenerator)Activator.CreateInstance(
        Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "Durable.Generators.dll")).GetType("Durable.Generators.WorkflowGenerator", throwOnError: true)!,
        nonPublic: true)!).AsSourceGenerator();

    /// <summary>Every workflow of the sources has its file, and all of it compiles.</summary>
    public static void AssertWhole(Compilation compilation)
    {
        var result = CSharpGeneratorDriver.Create([s_generator], parseOptions: Sources.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var reported, TestContext.Current.CancellationToken)
            .GetRunResult().Results.Single();

        Assert.Null(result.Exception);
        Assert.Empty(reported);
        Assert.Empty(Sources.Errors(output));
        var generated = string.Join('\n', result.GeneratedSources.Select(static source => source.SourceText.ToString()));
        Assert.All(Classes(compilation, "Durable.WorkflowAttribute"), workflow => Assert.True(
            output.GetTypeByMetadataName(MetadataNameOf(workflow))!.GetMembers("Definition").Any(), $"Nothing is generated for '{workflow.Name}', and no rule says why.\n{generated}"));
    }

    /// <summary>The workflows and shared steps that the generator adds to; what is not finished stays as it is.</summary>
    public static string Show(Compilation compilation)
    {
        var result = CSharpGeneratorDriver.Create([s_generator], parseOptions: Sources.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var reported, TestContext.Current.CancellationToken)
            .GetRunResult().Results.Single();

        Assert.Null(result.Exception);
        Assert.Empty(reported);
        return Show(Declared(compilation).Where(type => output.GetTypeByMetadataName(MetadataNameOf(type))!.DeclaringSyntaxReferences.Length > type.DeclaringSyntaxReferences.Length));
    }

    public static string Show(IEnumerable<INamedTypeSymbol> generated) => string.Join(", ", generated.Select(static type => type.Name).Order(StringComparer.Ordinal).DefaultIfEmpty("nothing"));

    /// <summary>The classes with an attribute that asks for generated code.</summary>
    public static IEnumerable<INamedTypeSymbol> Declared(Compilation compilation) =>
        Classes(compilation, "Durable.WorkflowAttribute").Concat(Classes(compilation, "Durable.StepsAttribute"));

    /// <summary>The sources together with what the generator makes of them.</summary>
    public static Compilation AddTo(Compilation compilation)
    {
        CSharpGeneratorDriver.Create([s_generator], parseOptions: Sources.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out _, TestContext.Current.CancellationToken);
        Assert.Empty(Sources.Errors(output));
        return output;
    }

    private static IEnumerable<INamedTypeSymbol> Classes(Compilation compilation, string attribute) => Types(compilation.Assembly.GlobalNamespace)
        .Where(type => type.GetAttributes().Any(data => data.AttributeClass?.ToDisplayString() == attribute));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(Types)
        .Concat(container is INamedTypeSymbol type ? [type] : []);

    private static string MetadataNameOf(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? $"{MetadataNameOf(outer)}+{type.MetadataName}"
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.MetadataName}"
        : type.MetadataName;
}
