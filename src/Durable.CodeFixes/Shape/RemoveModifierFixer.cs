using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Shape;

/// <summary>Removes <c>sealed</c>, <c>static</c> or <c>abstract</c> from a workflow class (DUR1002).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveModifierFixer)), Shared]
internal sealed class RemoveModifierFixer : DocumentFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NotInheritable);

    protected override string Handles => ProblemProperties.RemoveModifier;

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var modifier = node.FindToken(diagnostic.Location.SourceSpan.Start);
        if (modifier.Parent is not ClassDeclarationSyntax declaration || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } type)
        {
            return null;
        }

        var kind = modifier.Kind();
        if (kind == SyntaxKind.AbstractKeyword && HasUnimplementedMembers(type))
        {
            return null;
        }

        return new Fix(
            $"Remove '{modifier.ValueText}'",
            $"{modifier.SpanStart}",
            editor => editor.ReplaceNode(declaration, (current, _) =>
                Modifiers.With((ClassDeclarationSyntax)current, Modifiers.Kinds((ClassDeclarationSyntax)current).FindAll(other => other != kind))));
    }

    private static bool HasUnimplementedMembers(INamedTypeSymbol type)
    {
        var overridden = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member.IsAbstract && !overridden.Contains(member))
                {
                    return true;
                }

                ISymbol? replaced = member switch
                {
                    IMethodSymbol method => method.OverriddenMethod,
                    IPropertySymbol property => property.OverriddenProperty,
                    IEventSymbol @event => @event.OverriddenEvent,
                    _ => null,
                };
                if (replaced is not null)
                {
                    overridden.Add(replaced);
                }
            }
        }

        return false;
    }
}
