using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Durable.CodeFixes.Shape;

/// <summary>Writes a body for a workflow class that has none (DUR1004).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddRunFixer)), Shared]
internal sealed class AddRunFixer : DocumentFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NoRun);

    protected override string Handles => ProblemProperties.AddRun;

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (node is not ClassDeclarationSyntax declaration
            || declaration.OpenBraceToken.IsMissing
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } type
            || type.GetMembers(WellKnownNames.RunAsync).Length > 0)
        {
            return null;
        }

        return new Fix("Add 'RunAsync'", $"{declaration.SpanStart}", editor => Add(editor, declaration));
    }

    // After the fields and constructors, before the first method: where a reader looks for it.
    private static void Add(DocumentEditor editor, ClassDeclarationSyntax declaration)
    {
        const string Text =
            $$"""
            public global::System.Threading.Tasks.Task RunAsync(global::Durable.WorkflowContext ctx)
            {
                {{NewMember.UnwrittenBody}}
            }
            """;
        if (declaration.Members.LastOrDefault(static member => member is not BaseMethodDeclarationSyntax or ConstructorDeclarationSyntax) is { } previous)
        {
            editor.InsertAfter(previous, NewMember.After(Text, previous));
        }
        else if (declaration.Members.Count > 0)
        {
            editor.InsertBefore(declaration.Members[0], NewMember.Before(Text, declaration.Members[0]));
        }
        else
        {
            editor.AddMember(declaration, NewMember.In(Text, declaration));
        }
    }
}
