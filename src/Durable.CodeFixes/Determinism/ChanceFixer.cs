using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Determinism;

/// <summary>Draws numbers from the run's own generator (DUR0003).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChanceFixer)), Shared]
internal sealed class ChanceFixer : DocumentFixer
{
    private const string Generator = "M:System.Security.Cryptography.RandomNumberGenerator.";
    private const string NotForSecrets = "predictable, not for secrets";

    // Members of the cryptographic generator, and those of Random that take the same arguments.
    private static readonly Dictionary<string, string> s_counterparts = new(StringComparer.Ordinal)
    {
        ["GetInt32"] = "Next",
        ["Fill"] = "NextBytes",
        ["Shuffle"] = "Shuffle",
        ["GetItems"] = "GetItems",
    };

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.Chance);

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (UsedMember.At(node) is not { } used
            || !diagnostic.Properties.TryGetValue(ProblemProperties.Member, out var member)
            || ContextPlan.At(used.Whole, model, cancellationToken) is not { } context)
        {
            return null;
        }

        return member switch
        {
            "M:System.Random.#ctor" when used.Name is BaseObjectCreationExpressionSyntax { Initializer: null } => Replacement.Of(used.Name, context, "{0}.Random()"),
            "P:System.Random.Shared" => Replacement.Of(used.Name, context, "{0}.Random()"),
            "M:System.IO.Path.GetRandomFileName" when used.Call is { } call => Replacement.Of(call, context, "{0}.NewGuid().ToString(\"N\")", "a name without an extension"),
            _ => TryReplaceGenerator(used, member ?? "", context),
        };
    }

    private static Fix? TryReplaceGenerator(UsedMember used, string member, ContextPlan context)
    {
        if (used.Call is null || !member.StartsWith(Generator, StringComparison.Ordinal))
        {
            return null;
        }

        var name = member.Substring(Generator.Length).Split('(', '`')[0];
        return s_counterparts.TryGetValue(name, out var counterpart) ? Replacement.Of(used.Name, context, $"{{0}}.Random().{counterpart}{TypeArguments(used)}", NotForSecrets) : null;
    }

    private static string TypeArguments(UsedMember used) =>
        used.Name is MemberAccessExpressionSyntax { Name: GenericNameSyntax generic } ? generic.TypeArgumentList.ToString() : "";
}
