using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Shape;

/// <summary>Makes a workflow class (DUR1001) or a type around it (DUR1003) partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddPartialFixer)), Shared]
internal sealed class AddPartialFixer : DocumentFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NotPartial, RuleIds.NotReachable);

    protected override string Handles => ProblemProperties.AddPartial;

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (node is not TypeDeclarationSyntax declaration || declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return null;
        }

        return new Fix(
            $"Make '{declaration.Identifier.ValueText}' partial",
            $"{declaration.SpanStart}",
            editor => editor.ReplaceNode(declaration, static (current, _) =>
                Modifiers.With((TypeDeclarationSyntax)current, [.. Modifiers.Kinds((TypeDeclarationSyntax)current), SyntaxKind.PartialKeyword])));
    }
}
