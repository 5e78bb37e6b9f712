using System.Collections.Immutable;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Shape;

/// <summary>Warns of constructor parameters that steps running in parallel would share and must not (DUR1026).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SharedDependencyAnalyzer : DurableAnalyzer
{
    private static readonly string[] s_unsafe = ["Microsoft.EntityFrameworkCore.DbContext", "System.Data.IDbConnection"];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.SharedDependency);

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        var known = s_unsafe.Select(context.Compilation.GetTypeByMetadataName).OfType<INamedTypeSymbol>().ToImmutableArray();
        if (!known.IsEmpty)
        {
            context.RegisterSymbolAction(symbol => Analyze(symbol, symbols, known), SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolAnalysisContext context, DurableSymbols symbols, ImmutableArray<INamedTypeSymbol> known)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || (symbols.FindWorkflow(type) ?? symbols.FindSteps(type)) is null)
        {
            return;
        }

        // What else is wrong with the constructor is another rule's business.
        var problems = new ProblemSink(type, Places.OfIdentifier(type) ?? Location.None, symbols.Compilation);
        var constructor = new ConstructorReader(symbols, problems, context.CancellationToken).Read(type);
        foreach (var parameter in constructor?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty)
        {
            if (known.Any(shared => IsOrDerivesFrom(parameter.Type, shared)) && Places.OfParameter(parameter, context.CancellationToken) is { } place)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.SharedDependency, place, parameter.Name, TypeText.Of(parameter.Type)));
            }
        }
    }

    private static bool IsOrDerivesFrom(ITypeSymbol type, INamedTypeSymbol known)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (DurableSymbols.Is(current, known))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(implemented => DurableSymbols.Is(implemented, known));
    }
}
