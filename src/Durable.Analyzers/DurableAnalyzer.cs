using Durable.Shared;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers;

/// <summary>What all rules share: they look at the author's code only, in parallel, and only where the runtime is referenced.</summary>
/// <remarks>The one base class between a rule and the framework; it exists so that no rule can forget one of these.</remarks>
internal abstract class DurableAnalyzer : DiagnosticAnalyzer
{
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (DurableSymbols.TryCreate(start.Compilation) is { } symbols)
            {
                Register(start, symbols);
            }
        });
    }

    protected abstract void Register(CompilationStartAnalysisContext context, DurableSymbols symbols);
}
