using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>Compiles test sources the way a project with implicit usings does.</summary>
internal static class Sources
{
    public const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Durable;
        """;

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest);

    public static CSharpCompilationOptions CompilationOptions { get; } = new(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);

    public static CSharpCompilation Compile(
        IEnumerable<string> sources, ImmutableArray<MetadataReference> references, string name = "Tested") =>
        CSharpCompilation.Create(
            name,
            sources.Append(GlobalUsings).Select(static (text, index) =>
                CSharpSyntaxTree.ParseText(text, ParseOptions, path: $"File{index}.cs", cancellationToken: TestContext.Current.CancellationToken)),
            references,
            CompilationOptions);

    public static IEnumerable<Diagnostic> Errors(Compilation compilation) =>
        compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
