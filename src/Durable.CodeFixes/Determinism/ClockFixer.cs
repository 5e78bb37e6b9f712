using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Durable.CodeFixes.Determinism;

/// <summary>Reads the time of the run instead of the clock's (DUR0001). What was local time stays local time.</summary>
/// <remarks>Stopwatches and tick counts are left to the author: what they count from has no counterpart in a run.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClockFixer)), Shared]
internal sealed class ClockFixer : DocumentFixer
{
    private const string LocalTime = "local time, as before";
    private const string Now = "{0}.Now()";

    private static readonly Dictionary<string, (string Text, string? Note)> s_properties = new(StringComparer.Ordinal)
    {
        ["P:System.DateTime.UtcNow"] = (Now + ".UtcDateTime", null),
        ["P:System.DateTime.Now"] = (Now + ".LocalDateTime", LocalTime),
        ["P:System.DateTime.Today"] = (Now + ".LocalDateTime.Date", LocalTime),
        ["P:System.DateTimeOffset.UtcNow"] = (Now, null),
        ["P:System.DateTimeOffset.Now"] = (Now + ".ToLocalTime()", LocalTime),
        ["P:Microsoft.Extensions.Internal.ISystemClock.UtcNow"] = (Now, null),
        ["P:Microsoft.AspNetCore.Authentication.ISystemClock.UtcNow"] = (Now, null),
    };

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.Clock);

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (UsedMember.At(node) is not { } used
            || !diagnostic.Properties.TryGetValue(ProblemProperties.Member, out var member)
            || Choose(used, member ?? "", model, cancellationToken) is not var (text, note)
            || ContextPlan.At(used.Whole, model, cancellationToken) is not { } context)
        {
            return null;
        }

        return Replacement.Of(used.Whole, context, text, note);
    }

    private static (string Text, string? Note)? Choose(UsedMember used, string member, SemanticModel model, CancellationToken cancellationToken) => member switch
    {
        "M:System.TimeProvider.GetUtcNow" when used.Call is not null => (Now, null),
        "M:System.TimeProvider.GetLocalNow" when used.Call is not null && IsSystemClock(used, model, cancellationToken) => (Now + ".ToLocalTime()", LocalTime),
        _ => s_properties.TryGetValue(member, out var replacement) ? replacement : null,
    };

    // Another provider may have another time zone.
    private static bool IsSystemClock(UsedMember used, SemanticModel model, CancellationToken cancellationToken) =>
        used.Receiver is { } receiver
        && model.GetSymbolInfo(receiver, cancellationToken).Symbol is IPropertySymbol { Name: "System", ContainingType.Name: "TimeProvider" };
}
