using Durable.Analyzers.Determinism;
using Durable.Generators.Emitting;
using Durable.Generators.Parsing;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SourceText = Microsoft.CodeAnalysis.Text.SourceText;

namespace Durable.Generators;

/// <summary>Writes into a library which of its members workflow code must not reach, so that the rules can follow calls into it.</summary>
/// <remarks>
/// It has to look at all the code that others can use, so it is no part of the workflows' pipeline: it writes an implementation output, which editors leave out,
/// and only for libraries that declare no workflow themselves, or that ask for it with <c>durable.determinism_summary = true</c> in a global config file.
/// </remarks>
[Generator(LanguageNames.CSharp)]
internal sealed class SummaryGenerator : IIncrementalGenerator
{
    private const string HintName = "DeterminismSummary.g.cs";
    private const string Wanted = "durable.determinism_summary";

    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterImplementationSourceOutput(
        context.CompilationProvider.Combine(context.AnalyzerConfigOptionsProvider),
        static (output, source) =>
        {
            if (Write(source.Left, source.Right, output.CancellationToken) is { } text)
            {
                output.AddSource(HintName, text);
            }
        });

    private static SourceText? Write(Compilation compilation, AnalyzerConfigOptionsProvider options, CancellationToken cancellationToken)
    {
        if (compilation.Options.OutputKind != OutputKind.DynamicallyLinkedLibrary
            || DurableSymbols.TryCreate(compilation) is not { DeterminismSummaryAttribute: not null } symbols
            || !IsWanted(symbols, options, cancellationToken))
        {
            return null;
        }

        var entries = new LibrarySummary(WorkflowCode.For(symbols, options), cancellationToken).Read();
        var w = new SourceWriter();
        GeneratedFile.WriteHeader(w);
        w.Lines($"[assembly: global::{WellKnownNames.DeterminismSummaryAttribute.Replace("Attribute", "")}({Literal.Of(SummaryEntry.WriteAll(entries))})]");
        return w.ToSourceText();
    }

    private static bool IsWanted(DurableSymbols symbols, AnalyzerConfigOptionsProvider options, CancellationToken cancellationToken) =>
        options.GlobalOptions.TryGetValue(Wanted, out var wanted)
            ? wanted.Trim().Equals("true", StringComparison.OrdinalIgnoreCase)
            : !DeclaresWorkflow(symbols, cancellationToken);

    // Ends at the first one found: the compiler's own search for attributes would bind those of every class.
    private static bool DeclaresWorkflow(DurableSymbols symbols, CancellationToken cancellationToken) => symbols.Compilation.SyntaxTrees.Any(file =>
        AttributedClass.WrittenIn(file, nameof(WellKnownNames.WorkflowAttribute), cancellationToken).Any(part =>
            symbols.Compilation.GetSemanticModel(file).GetDeclaredSymbol(part, cancellationToken) is { } type && symbols.FindWorkflow(type) is not null));
}
