using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Finds what an object writes of its own through the methods of its own that some code calls.</summary>
/// <remarks>Looks no further than the type: what is known of code that stands elsewhere would outlive an edit there.</remarks>
internal sealed class OwnWrites(INamedTypeSymbol type, WorkflowCode code, CancellationToken cancellationToken)
{
    private readonly Dictionary<IMethodSymbol, ISymbol?> _written = new(SymbolEqualityComparer.Default);

    /// <summary>The calls through which something is written: where, the method, and what.</summary>
    public IEnumerable<(SyntaxNode Place, IMethodSymbol Method, ISymbol Written)> In(IOperation part) => part.DescendantsAndSelf()
        .Select(static operation => (operation, Method: MethodOf(operation)))
        .Where(static call => call.Method is not null)
        .Select(call => (Place: PlaceOf(call.operation), Method: call.Method!, Written: Of(call.Method!)!))
        .Where(static call => call.Written is not null);

    /// <summary>The first field or property that a method of the type writes, itself or through others.</summary>
    public ISymbol? Of(IMethodSymbol method)
    {
        var own = method.OriginalDefinition;
        if (!SymbolEqualityComparer.Default.Equals(own.ContainingType, type.OriginalDefinition) || StepCode.IsStep(own, code.Symbols))
        {
            return null;
        }

        if (!_written.TryGetValue(own, out var written))
        {
            _written[own] = null; // Methods may call each other in circles.
            _written[own] = written = Read(own);
        }

        return written;
    }

    private ISymbol? Read(IMethodSymbol method)
    {
        foreach (var part in method.DeclaringSyntaxReferences)
        {
            if (code.ModelOf(part.SyntaxTree).GetOperation(part.GetSyntax(cancellationToken), cancellationToken) is not { } body)
            {
                continue;
            }

            var written = Writes.In(body).Select(Writes.OwnMember).FirstOrDefault(static member => member is not null)
                ?? In(body).Select(static call => call.Written).FirstOrDefault();
            if (written is not null)
            {
                return written;
            }
        }

        return null;
    }

    private static IMethodSymbol? MethodOf(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }, TargetMethod: var method } => method,
        IMethodReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }, Method: var method } => method,
        _ => null,
    };

    private static SyntaxNode PlaceOf(IOperation operation) => operation.Syntax is InvocationExpressionSyntax call ? call.Expression : operation.Syntax;
}
