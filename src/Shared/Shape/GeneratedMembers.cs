using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Shared.Shape;

/// <summary>The members that every workflow class is given, whose names callers rely on: they cannot make way for the author's (DUR1028).</summary>
internal static class GeneratedMembers
{
    public const string Definition = "Definition";
    public const string Client = "Client";
    public const string Run = "Run";

    // The directory that the compiler gives to what the generator writes.
    private const string WorkflowGenerator = "Durable.Generators.WorkflowGenerator";

    private static readonly string[] s_fixed = [Definition, Client, Run];

    // Left out where the author has members of these names; a class of such a name is none.
    private static readonly string[] s_all = [.. s_fixed, "RunChildAsync", "StartChildAsync", "ContinueAsNewAsync"];

    public static void CheckNames(INamedTypeSymbol type, ProblemSink problems, CancellationToken cancellationToken)
    {
        if (s_all.Contains(type.Name))
        {
            problems.Add(RuleIds.NameTaken, location: null, type.Name, $"is the name of what is generated inside a workflow class, where no member may be called like the class");
        }

        foreach (var name in s_fixed)
        {
            // A type with type parameters is another name to the language; what was given to the class itself stands behind its members.
            var members = type.GetMembers(name).Where(static member => member is not INamedTypeSymbol { Arity: > 0 } && !IsOurs(member));
            foreach (var member in members.Concat(GivenToClass(type, cancellationToken).Where(parameter => parameter.Name == name)))
            {
                problems.Add(RuleIds.NameTaken, Places.OfIdentifier(member), name, $"is the name of what is generated in '{type.Name}': {Purpose(name)}");
            }
        }
    }

    /// <summary>Whether our own generator wrote a member.</summary>
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

    private static IEnumerable<ISymbol> GivenToClass(INamedTypeSymbol type, CancellationToken cancellationToken) => type.InstanceConstructors
        .Where(constructor => constructor.DeclaringSyntaxReferences.Any(part => part.GetSyntax(cancellationToken) is TypeDeclarationSyntax))
        .SelectMany(static constructor => constructor.Parameters);

    private static string Purpose(string name) => name switch
    {
        Definition => "what the engine knows about it",
        Client => "the client that starts its runs",
        _ => "the handle of one of its runs",
    };
}
