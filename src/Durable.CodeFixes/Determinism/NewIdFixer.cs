using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Durable.CodeFixes.Determinism;

/// <summary>Draws an id from the run's own generator (DUR0002).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NewIdFixer)), Shared]
internal sealed class NewIdFixer : DocumentFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NewId);

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (UsedMember.At(node) is not { } used || ContextPlan.At(used.Whole, model, cancellationToken) is not { } context)
        {
            return null;
        }

        // Only the name is replaced, so that a method group stays one.
        diagnostic.Properties.TryGetValue(ProblemProperties.Member, out var member);
        return member switch
        {
            "M:System.Guid.NewGuid" => Replacement.Of(used.Name, context, "{0}.NewGuid"),
            "M:System.Guid.CreateVersion7" => Replacement.Of(used.Name, context, "{0}.NewGuid", "a random id, no longer ordered by time"),
            _ => null,
        };
    }
}
