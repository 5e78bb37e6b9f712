using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Finds what a <c>using</c> calls at its end.</summary>
internal sealed class DisposeMembers(Compilation compilation)
{
    private readonly ISymbol? _dispose = compilation.GetSpecialType(SpecialType.System_IDisposable).GetMembers("Dispose").FirstOrDefault();
    private readonly ISymbol? _disposeAsync = compilation.GetTypeByMetadataName("System.IAsyncDisposable")?.GetMembers("DisposeAsync").FirstOrDefault();

    public ISymbol? Of(ITypeSymbol? type, bool isAsync)
    {
        if (type is null)
        {
            return null;
        }

        var name = isAsync ? "DisposeAsync" : "Dispose";
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers(name))
            {
                if (member is IMethodSymbol { IsStatic: false } method && method.Parameters.All(static parameter => parameter.IsOptional))
                {
                    return method;
                }
            }
        }

        var contract = isAsync ? _disposeAsync : _dispose;
        return contract is null ? null : type.FindImplementationForInterfaceMember(contract);
    }
}
