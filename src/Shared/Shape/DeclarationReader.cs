using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Shared.Shape;

/// <summary>Checks that generated code can extend the class and reach it (DUR1001, DUR1002, DUR1003).</summary>
internal static class DeclarationReader
{
    private static readonly SyntaxKind[] s_notInheritable =
        [SyntaxKind.SealedKeyword, SyntaxKind.StaticKeyword, SyntaxKind.AbstractKeyword];

    /// <summary>Only these checks: what a type around a workflow is reported for.</summary>
    public static ImmutableArray<ShapeProblem> Read(
        INamedTypeSymbol type, AttributeData attribute, DurableSymbols symbols, CancellationToken cancellationToken)
    {
        var problems = new ProblemSink(type, Places.OfClass(type, attribute, cancellationToken), symbols.Compilation);
        Check(type, attribute, problems, cancellationToken);
        return problems.ToProblems();
    }

    public static void Check(INamedTypeSymbol type, AttributeData attribute, ProblemSink problems, CancellationToken cancellationToken)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
        {
            problems.MarkUnfinished();
            return;
        }

        CheckPartial(type, declaration, problems);
        foreach (var part in Places.Declarations(type, cancellationToken))
        {
            CheckInheritable(type, part, problems);
        }

        CheckReachable(type, declaration, problems, cancellationToken);
        if (type.BaseType is { TypeKind: TypeKind.Error })
        {
            problems.MarkUnfinished();
        }
    }

    private static void CheckPartial(INamedTypeSymbol type, TypeDeclarationSyntax declaration, ProblemSink problems)
    {
        var identifier = declaration.Identifier.GetLocation();
        if (declaration is RecordDeclarationSyntax)
        {
            problems.Add(RuleIds.NotPartial, identifier, type.Name, "is a record, whose copying and value equality do not fit a run");
        }
        else if (!IsPartial(declaration))
        {
            problems.Add(
                RuleIds.NotPartial,
                identifier,
                elsewhere: null,
                ProblemProperties.For(ProblemProperties.AddPartial),
                type.Name,
                "is not partial, so its state machine cannot be generated");
        }
    }

    private static void CheckInheritable(INamedTypeSymbol type, TypeDeclarationSyntax part, ProblemSink problems)
    {
        foreach (var kind in s_notInheritable)
        {
            if (Places.OfModifier(part, kind) is { } modifier)
            {
                problems.Add(
                    RuleIds.NotInheritable,
                    modifier,
                    elsewhere: null,
                    ProblemProperties.For(ProblemProperties.RemoveModifier),
                    type.Name,
                    SyntaxFacts.GetText(kind));
            }
        }
    }

    private static void CheckReachable(
        INamedTypeSymbol type, TypeDeclarationSyntax declaration, ProblemSink problems, CancellationToken cancellationToken)
    {
        CheckReachable(type, type, declaration, problems, cancellationToken);
        var containing = type.ContainingType;
        for (var syntax = declaration.Parent as TypeDeclarationSyntax; syntax is not null && containing is not null; containing = containing.ContainingType)
        {
            if (!IsPartial(syntax))
            {
                problems.Add(
                    RuleIds.NotReachable,
                    syntax.Identifier.GetLocation(),
                    elsewhere: null,
                    ProblemProperties.For(ProblemProperties.AddPartial),
                    containing.Name,
                    $"contains the workflow '{type.Name}' and is not partial, so nothing can be generated inside it",
                    "declare it as partial too");
            }

            CheckReachable(type, containing, syntax, problems, cancellationToken);
            syntax = syntax.Parent as TypeDeclarationSyntax;
        }
    }

    private static void CheckReachable(
        INamedTypeSymbol workflow,
        INamedTypeSymbol type,
        TypeDeclarationSyntax declaration,
        ProblemSink problems,
        CancellationToken cancellationToken)
    {
        if (type.TypeParameters.Length > 0)
        {
            problems.Add(
                RuleIds.NotReachable,
                Places.OfTypeParameters(type, cancellationToken),
                type.Name,
                "has type parameters, so a worker that only knows a stored name cannot create it",
                SymbolEqualityComparer.Default.Equals(workflow, type)
                    ? "move the generic code to a base class and close it here"
                    : $"move '{workflow.Name}' out of it");
        }

        if (type.IsFileLocal)
        {
            problems.Add(
                RuleIds.NotReachable,
                Places.OfModifier(declaration, SyntaxKind.FileKeyword) ?? declaration.Identifier.GetLocation(),
                type.Name,
                "is visible in its own file only, and generated code lives in another",
                "remove 'file'");
        }

        if (type.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
        {
            problems.Add(
                RuleIds.NotReachable,
                declaration.Identifier.GetLocation(),
                type.Name,
                $"is {SyntaxFacts.GetText(type.DeclaredAccessibility)}, so the generated registration cannot name it",
                "make it internal or public");
        }
    }

    private static bool IsPartial(TypeDeclarationSyntax declaration) => declaration.Modifiers.Any(SyntaxKind.PartialKeyword);
}
