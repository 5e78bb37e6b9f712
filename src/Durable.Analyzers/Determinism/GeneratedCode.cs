using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Tells what a generator wrote: no place to report at, for its author cannot change it.</summary>
internal static class GeneratedCode
{
    // The directory that the compiler gives to what this generator writes.
    private const string WorkflowGenerator = "Durable.Generators.WorkflowGenerator";

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

    /// <summary>Whether our own generator wrote it: that names every step and compensator, and runs none of them outside a step.</summary>
    public static bool IsOurs(ISymbol member)
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree.FilePath.Contains(WorkflowGenerator))
            {
                return true;
            }
        }

        return false;
    }
}
