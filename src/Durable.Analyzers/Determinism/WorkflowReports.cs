using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Collects what is wrong with one class: each rule once at each place.</summary>
internal sealed class WorkflowReports(WorkflowCode code, CancellationToken cancellationToken)
{
    private readonly List<WorkflowReport> _reports = [];
    private readonly HashSet<(string RuleId, Location Location)> _seen = [];
    private readonly List<OutsideUse> _uses = [];

    /// <summary>Reports what stands in the class itself.</summary>
    public void AddHere(IEnumerable<Violation> violations)
    {
        foreach (var violation in violations)
        {
            Add(new WorkflowReport(violation, violation.Location, violation.What, ImmutableArray<Location>.Empty));
        }
    }

    /// <summary>Reports what a body outside the class does, or what it calls, at the place in the class that leads to it.</summary>
    public void AddThrough(ClosedBody body, Location location, string verb, RuleSet rules)
    {
        foreach (var ruleId in rules.Ids)
        {
            AddChain(body, location, verb, ", which ", code.Reach.FindChain(body, ruleId, cancellationToken));
        }
    }

    /// <summary>Reports an inline step outside the class that asks for something durable, at the place in the class that leads to it.</summary>
    public void AddInlineSteps(ClosedBody body, Location location) => AddChain(body, location, "in", " ", code.InlineSteps.FindChain(body, cancellationToken));

    private void AddChain(ClosedBody body, Location location, string verb, string link, Chain? chain)
    {
        if (chain is not var (calls, violation))
        {
            return;
        }

        var names = calls.Select(static call => MemberName.Of(call.Member)).Prepend(MemberName.Of(body.Key));
        Add(new WorkflowReport(
            violation,
            location,
            $"{verb} {string.Join(" → ", names)}{link}{violation.What}",
            calls.Select(static call => Place.Of(call.Syntax, call.Member)).Append(violation.Location).ToImmutableArray()));
    }

    /// <summary>Notes what a body outside the class, and what it calls, does with the context that it is given.</summary>
    public void AddUses(ClosedBody body, Location location)
    {
        if (ContextUses.AreIn(body.Key, code.Symbols))
        {
            _uses.AddRange(code.ContextReach.From(body, cancellationToken).Select(found => new OutsideUse(location, found.Way, found.Use)));
        }
    }

    /// <summary>Notes what the class itself does with the context, where its declarations alone do not show it.</summary>
    public void AddUsesHere(IEnumerable<ContextUse> uses) =>
        _uses.AddRange(uses.Where(static use => use is { Awaited: not null, IsNamed: false }).Select(static use => new OutsideUse(use.Place, "", use)));

    public WorkflowFindings ToFindings() => new(
        _reports
            .OrderBy(static report => report.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static report => report.Location.SourceSpan.Start)
            .ThenBy(static report => report.Violation.RuleId, StringComparer.Ordinal)
            .ToImmutableArray(),
        [.. _uses]);

    private void Add(WorkflowReport report)
    {
        if (_seen.Add((report.Violation.RuleId, report.Location)))
        {
            _reports.Add(report);
        }
    }
}
