using System.Collections.Concurrent;
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

    private static readonly ConcurrentDictionary<(ImmutableArray<MetadataReference> References, string Name), CSharpCompilation> s_empty = new();

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest);

    /// <summary>New settings, as each project has: what the rules carry from one compilation to the next does not reach others.</summary>
    public static CSharpCompilationOptions CompilationOptions => new(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);

    /// <remarks>Compilations with the same references grow from one, so that the framework's symbols are read once for all tests.</remarks>
    public static CSharpCompilation Compile(
        IEnumerable<string> sources, ImmutableArray<MetadataReference> references, string name = "Tested") =>
        s_empty.GetOrAdd((references, name), static key => CSharpCompilation.Create(key.Name, syntaxTrees: null, key.References, CompilationOptions))
            .WithOptions(CompilationOptions)
            .AddSyntaxTrees(sources.Append(GlobalUsings).Select(static (text, index) =>
                CSharpSyntaxTree.ParseText(text, ParseOptions, path: $"File{index}.cs", cancellationToken: TestContext.Current.CancellationToken)));

    public static IEnumerable<Diagnostic> Errors(Compilation compilation) =>
        compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
