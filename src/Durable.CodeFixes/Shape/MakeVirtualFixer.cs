using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Shape;

/// <summary>Lets a step be overridden: adds <c>virtual</c>, lifts <c>private</c>, removes <c>sealed</c> (DUR1006).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeVirtualFixer)), Shared]
internal sealed class MakeVirtualFixer : DocumentFixer
{
    private static readonly SyntaxKind[] s_accessibility =
        [SyntaxKind.PublicKeyword, SyntaxKind.ProtectedKeyword, SyntaxKind.InternalKeyword, SyntaxKind.PrivateKeyword];

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.StepNotVirtual);

    protected override string Handles => ProblemProperties.MakeVirtual;

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (node is not MethodDeclarationSyntax declaration
            || declaration.Modifiers.Any(SyntaxKind.PartialKeyword)
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } method
            || method.ContainingType.IsSealed // a virtual method there is an error; DUR1002 comes first
            || method.IsStatic
            || (method.DeclaredAccessibility == Accessibility.Private && SignatureReaches.Of(method) == SignatureReach.Private))
        {
            return null;
        }

        var modifiers = Change(method, Modifiers.Kinds(declaration));
        var text = string.Join(" ", modifiers.Where(static kind => kind != SyntaxKind.AsyncKeyword).Select(SyntaxFacts.GetText));
        return new Fix(
            $"Make '{method.Name}' '{text}'",
            $"{declaration.SpanStart}",
            editor => editor.ReplaceNode(declaration, (current, _) => Modifiers.With((MethodDeclarationSyntax)current, modifiers)));
    }

    private static List<SyntaxKind> Change(IMethodSymbol method, List<SyntaxKind> old)
    {
        var access = method.DeclaredAccessibility != Accessibility.Private ? old.FindAll(s_accessibility.Contains)
            : SignatureReaches.Of(method) == SignatureReach.Anywhere ? [SyntaxKind.ProtectedKeyword]
            : [SyntaxKind.PrivateKeyword, SyntaxKind.ProtectedKeyword];
        var others = old.FindAll(static kind => !s_accessibility.Contains(kind) && kind != SyntaxKind.SealedKeyword);
        var isOverridable = others.Exists(static kind => kind is SyntaxKind.VirtualKeyword or SyntaxKind.OverrideKeyword or SyntaxKind.AbstractKeyword);
        return isOverridable ? [.. access, .. others] : [.. access, SyntaxKind.VirtualKeyword, .. others];
    }
}
