using System.Collections.Immutable;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Goes through everything that one workflow class runs, and reports in that class.</summary>
internal sealed class WorkflowWalk(WorkflowCode code, INamedTypeSymbol workflow, CancellationToken cancellationToken)
{
    private readonly HashSet<ISymbol> _reached = new(SymbolEqualityComparer.Default);
    private readonly Queue<ISymbol> _open = new();
    private readonly HashSet<ISymbol> _reachedBySteps = new(SymbolEqualityComparer.Default);
    private readonly Queue<ISymbol> _openSteps = new();
    private readonly Overrides _overrides = new(workflow);
    private readonly List<WorkflowReport> _reports = [];
    private readonly HashSet<(string RuleId, Location Location)> _seen = [];

    public ImmutableArray<WorkflowReport> Run()
    {
        foreach (var root in WorkflowRoots.Of(workflow, code.Symbols))
        {
            AddRoot(root);
        }

        while (_open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Visit(_open.Dequeue());
        }

        foreach (var step in WorkflowRoots.StepsOf(workflow, code.Symbols))
        {
            AddStepCode(Bodies.Key(step));
        }

        while (_openSteps.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            VisitStepCode(_openSteps.Dequeue());
        }

        return _reports
            .OrderBy(static report => report.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static report => report.Location.SourceSpan.Start)
            .ThenBy(static report => report.Violation.RuleId, StringComparer.Ordinal)
            .ToImmutableArray();
    }

    private void AddRoot(ISymbol root)
    {
        var body = Bodies.Key(root);
        Add(body);
        if (!IsInClass(body) && code.HasSource(body) && Places.OfIdentifier(workflow) is { } identifier)
        {
            ReportThrough(body, identifier, "runs", WorkflowRules(body));
        }
    }

    private void Visit(ISymbol body)
    {
        var facts = code.Bodies.FactsOf(body, cancellationToken);
        var isInClass = IsInClass(body);
        if (isInClass)
        {
            ReportHere(facts.Violations.Where(static violation => violation.RuleId != RuleIds.DurableInStep));
            ReportHere(facts.StepViolations);
            foreach (var call in facts.StepCalls)
            {
                FollowFromStep(call);
            }
        }

        foreach (var call in facts.Calls)
        {
            foreach (var target in _overrides.Targets(call))
            {
                Add(target);
                if (isInClass && !IsInClass(target))
                {
                    ReportThrough(target, Place.Of(call.Syntax, call.Member), "calls", WorkflowRules(target));
                }
            }
        }
    }

    private void VisitStepCode(ISymbol body)
    {
        var facts = code.Bodies.FactsOf(body, cancellationToken);
        ReportHere(facts.Violations.Where(static violation => violation.RuleId == RuleIds.DurableInStep));
        foreach (var call in facts.Calls)
        {
            FollowFromStep(call);
        }
    }

    // A step may run anything; only what knows the context or the workflow can ask for a step, so nothing else is read.
    private void FollowFromStep(MemberUse call)
    {
        foreach (var target in _overrides.Targets(call))
        {
            if (IsInClass(target))
            {
                AddStepCode(target);
            }
            else if (TakesContext(target))
            {
                var rules = code.Reach.RulesOf(target, cancellationToken).Only(RuleIds.DurableInStep);
                ReportThrough(target, Place.Of(call.Syntax, call.Member), "calls", rules);
            }
        }
    }

    private void AddStepCode(ISymbol body)
    {
        if (IsInClass(body) && _reachedBySteps.Add(body))
        {
            _openSteps.Enqueue(body);
        }
    }

    private bool TakesContext(ISymbol body) =>
        body is IMethodSymbol method && method.Parameters.Any(parameter => DurableSymbols.Is(parameter.Type, code.Symbols.WorkflowContext));

    private RuleSet WorkflowRules(ISymbol body) => code.Reach.RulesOf(body, cancellationToken).Except(RuleIds.DurableInStep);

    private void ReportHere(IEnumerable<Violation> violations)
    {
        foreach (var violation in violations)
        {
            Report(new WorkflowReport(violation, violation.Location, violation.What, ImmutableArray<Location>.Empty));
        }
    }

    private void Add(ISymbol body)
    {
        if (code.HasSource(body) && _reached.Add(body))
        {
            _open.Enqueue(body);
        }
    }

    private void ReportThrough(ISymbol body, Location location, string verb, RuleSet rules)
    {
        foreach (var ruleId in rules.Ids)
        {
            if (code.Reach.FindChain(body, ruleId, cancellationToken) is not var (calls, violation))
            {
                continue;
            }

            var names = calls.Select(static call => MemberName.Of(call.Member)).Prepend(MemberName.Of(body));
            Report(new WorkflowReport(
                violation,
                location,
                $"{verb} {string.Join(" → ", names)}, which {violation.What}",
                calls.Select(static call => Place.Of(call.Syntax, call.Member)).Append(violation.Location).ToImmutableArray()));
        }
    }

    private void Report(WorkflowReport report)
    {
        if (_seen.Add((report.Violation.RuleId, report.Location)))
        {
            _reports.Add(report);
        }
    }

    private bool IsInClass(ISymbol body) => SymbolEqualityComparer.Default.Equals(code.WorkflowAround(body), workflow);
}
