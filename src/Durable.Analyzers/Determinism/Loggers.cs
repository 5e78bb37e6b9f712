using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Knows the loggers of Microsoft.Extensions.Logging; those of other libraries are listed by member.</summary>
internal static class Loggers
{
    public static bool IsLogger(ITypeSymbol? type) => type is not null && (IsContract(type) || type.AllInterfaces.Any(IsContract));

    private static bool IsContract(ITypeSymbol type) =>
        type is { MetadataName: "ILogger" or "ILogger`1", ContainingNamespace: { Name: "Logging", ContainingNamespace: { Name: "Extensions", ContainingNamespace.Name: "Microsoft" } } };
}
