using Durable.Analyzers.Determinism;
using Durable.Generators.Emitting;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

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

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var hasWorkflows = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.WorkflowAttribute,
                predicate: static (node, _) => node is ClassDeclarationSyntax,
                transform: static (_, _) => true)
            .Collect()
            .Select(static (workflows, _) => workflows.Length > 0);

        context.RegisterImplementationSourceOutput(
            context.CompilationProvider.Combine(context.AnalyzerConfigOptionsProvider).Combine(hasWorkflows),
            static (output, source) =>
            {
                var ((compilation, options), hasWorkflows) = source;
                if (Write(compilation, options, hasWorkflows, output.CancellationToken) is { } text)
                {
                    output.AddSource(HintName, text);
                }
            });
    }

    private static string? Write(Compilation compilation, AnalyzerConfigOptionsProvider options, bool hasWorkflows, CancellationToken cancellationToken)
    {
        if (compilation.Options.OutputKind != OutputKind.DynamicallyLinkedLibrary
            || !IsWanted(options, hasWorkflows)
            || DurableSymbols.TryCreate(compilation) is not { DeterminismSummaryAttribute: not null } symbols)
        {
            return null;
        }

        var entries = new LibrarySummary(WorkflowCode.For(symbols, options), cancellationToken).Read();
        var w = new SourceWriter();
        GeneratedFile.WriteHeader(w);
        w.Lines($"[assembly: global::{WellKnownNames.DeterminismSummaryAttribute.Replace("Attribute", "")}({Literal.Of(SummaryEntry.WriteAll(entries))})]");
        return w.ToString();
    }

    private static bool IsWanted(AnalyzerConfigOptionsProvider options, bool hasWorkflows) =>
        options.GlobalOptions.TryGetValue(Wanted, out var wanted) ? wanted.Trim().Equals("true", StringComparison.OrdinalIgnoreCase) : !hasWorkflows;
}
