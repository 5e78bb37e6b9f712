using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>What a rule may ask about the body it looks at, and where it says what it found.</summary>
/// <param name="Code">What all bodies of the compilation share.</param>
/// <param name="Owner">The member whose body it is.</param>
/// <param name="Root">The whole body.</param>
/// <param name="Model">Of the file the body stands in.</param>
/// <param name="Add">Takes a violation.</param>
/// <param name="CancellationToken">Ends the reading.</param>
internal sealed record BodyContext(
    WorkflowCode Code, ISymbol Owner, IOperation Root, SemanticModel Model, Action<Violation> Add, CancellationToken CancellationToken)
{
    public DurableSymbols Symbols => Code.Symbols;

    /// <summary>Whether the file asks for what cannot be checked, too.</summary>
    public bool IsStrict => Code.Options.IsStrict(Model.SyntaxTree);

    /// <summary>The rule that a member breaks because the project says so.</summary>
    public string? Banned(ISymbol member) => Code.Options.FindBanned(member, Model.SyntaxTree);

    /// <summary>Reports the use of a member: "reads DateTime.Now", at the piece of <paramref name="syntax"/> that names it.</summary>
    public void Report(string ruleId, SyntaxNode syntax, ISymbol member) => Report(ruleId, syntax, member, MemberName.Clause(member));

    public void Report(string ruleId, SyntaxNode syntax, ISymbol member, string what) => Add(new Violation(
        ruleId, Place.Of(syntax, member), what, member.OriginalDefinition.GetDocumentationCommentId() ?? ""));

    public void Report(string ruleId, Location location, ISymbol member, string what) => Add(new Violation(
        ruleId, location, what, member.OriginalDefinition.GetDocumentationCommentId() ?? ""));

    public void Report(string ruleId, Location location, string what) => Add(new Violation(ruleId, location, what, ""));
}
