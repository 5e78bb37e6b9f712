using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Tests.Harness;

/// <summary>Compilations against the real runtime, as strict as a project can ask for.</summary>
internal static class TestProject
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("xunit", StringComparison.Ordinal))
            .Where(path => Path.GetFileName(path) is not ("Durable.Generators.dll" or "Durable.Generators.Tests.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpParseOptions ParseOptions { get; } =
        new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>Nullable on, every warning an error, documentation checked.</summary>
    public static CSharpCompilationOptions Options { get; } = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        generalDiagnosticOption: ReportDiagnostic.Error,
        warningLevel: 9999,
        deterministic: true);

    // Compilations made from this one share what was read of the referenced assemblies.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create("Sample", references: s_references, options: Options);

    public static CSharpCompilation Create(params string[] sources) => Create(s_empty.AssemblyName!, ParseOptions, sources);

    public static CSharpCompilation Create(string assemblyName, CSharpParseOptions options, params string[] sources) => s_empty
        .WithAssemblyName(assemblyName)
        .AddSyntaxTrees(sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, options, $"File{index}.cs")));

    /// <summary>References <paramref name="library"/> as built.</summary>
    public static CSharpCompilation Referencing(this CSharpCompilation compilation, CSharpCompilation library)
    {
        using var image = new MemoryStream();
        var emitted = library.WithOptions(library.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default)).Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return compilation.AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
    }

    public static GeneratorDriver NewDriver(CSharpParseOptions? options = null) => CSharpGeneratorDriver.Create(
        [new WorkflowGenerator().AsSourceGenerator()],
        parseOptions: options ?? ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
}
