using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Tells what a generator wrote: no place to report at, for its author cannot change it.</summary>
internal static class GeneratedCode
{
    public static bool Holds(ISymbol member)
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
