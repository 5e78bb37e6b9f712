using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>What a library's summary says: each member that other assemblies can use and that breaks a rule, itself or through what it calls.</summary>
internal sealed class LibrarySummary(WorkflowCode code, CancellationToken cancellationToken)
{
    private readonly ImmutableArray<SummaryEntry>.Builder _entries = ImmutableArray.CreateBuilder<SummaryEntry>();

    /// <summary>The entries in order of their members, so that the same sources give the same text.</summary>
    public IEnumerable<SummaryEntry> Read()
    {
        AddTypes(code.Symbols.Compilation.Assembly.GlobalNamespace);
        return _entries.OrderBy(static entry => entry.Member, StringComparer.Ordinal).ThenBy(static entry => entry.RuleId, StringComparer.Ordinal);
    }

    private void AddTypes(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member is INamespaceSymbol space)
            {
                AddTypes(space);
            }
            else if (IsVisible(member))
            {
                Add(member);
            }
        }
    }

    private void Add(ISymbol member)
    {
        switch (member)
        {
            case INamedTypeSymbol type:
                AddTypes(type);
                break;
            case IPropertySymbol property:
                AddEntries(property, [property.GetMethod, property.SetMethod, property]);
                break;
            case IFieldSymbol { HasConstantValue: false } field:
                AddEntries(field, [field]);
                break;
            case IMethodSymbol { AssociatedSymbol: not IPropertySymbol, MethodKind: not MethodKind.StaticConstructor } method:
                AddEntries(method, [method]);
                break;
        }
    }

    private void AddEntries(ISymbol member, ISymbol?[] bodies)
    {
        if (member.GetDocumentationCommentId() is not { } id)
        {
            return;
        }

        var reported = RuleSet.None;
        foreach (var body in bodies.OfType<ISymbol>().Select(ClosedBody.Of))
        {
            foreach (var ruleId in code.Reach.RulesOf(body, cancellationToken).Except(RuleIds.DurableInStep).Ids)
            {
                if (!reported.Contains(ruleId) && code.Reach.FindChain(body, ruleId, cancellationToken) is var (calls, violation))
                {
                    reported = reported.With(ruleId);
                    var names = string.Concat(calls.Select(static call => $" → {MemberName.Of(call.Member)}"));
                    _entries.Add(new SummaryEntry(id, ruleId, $"{names}, which {violation.What}"));
                }
            }
        }
    }

    private static bool IsVisible(ISymbol member) => member.DeclaredAccessibility is
        Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
}
