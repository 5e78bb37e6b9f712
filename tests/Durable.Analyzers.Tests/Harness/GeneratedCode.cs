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
        Assert.All(Workflows(compilation.Assembly.GlobalNamespace), workflow => Assert.True(
            output.GetTypeByMetadataName(MetadataNameOf(workflow))!.GetMembers("Definition").Any(), $"Nothing is generated for '{workflow.Name}', and no rule says why.\n{generated}"));
    }

    /// <summary>The sources together with what the generator makes of them.</summary>
    public static Compilation AddTo(Compilation compilation)
    {
        CSharpGeneratorDriver.Create([s_generator], parseOptions: Sources.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out _, TestContext.Current.CancellationToken);
        Assert.Empty(Sources.Errors(output));
        return output;
    }

    private static IEnumerable<INamedTypeSymbol> Workflows(INamespaceOrTypeSymbol container) => container.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(Workflows)
        .Concat(container is INamedTypeSymbol type && type.GetAttributes().Any(static attribute => attribute.AttributeClass?.ToDisplayString() == "Durable.WorkflowAttribute")
            ? [type]
            : []);

    private static string MetadataNameOf(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? $"{MetadataNameOf(outer)}+{type.MetadataName}"
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.MetadataName}"
        : type.MetadataName;
}
