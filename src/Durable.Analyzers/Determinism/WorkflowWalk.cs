using System.Collections.Immutable;
using Durable.Analyzers.Determinism.Carrying;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Goes through everything that one workflow class runs, and reports in that class.</summary>
internal sealed class WorkflowWalk
{
    private readonly WorkflowCode _code;
    private readonly INamedTypeSymbol _workflow;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<ClosedBody> _reached = [];
    private readonly Queue<ClosedBody> _open = new();
    private readonly HashSet<BodyPlace> _covered = [];
    private readonly Overrides _overrides;
    private readonly WorkflowReports _reports;
    private readonly StepWalk _steps;

    public WorkflowWalk(WorkflowCode code, INamedTypeSymbol workflow, CancellationToken cancellationToken)
    {
        _code = code;
        _workflow = workflow;
        _cancellationToken = cancellationToken;
        _overrides = new Overrides(workflow, code);
        _reports = new WorkflowReports(code, cancellationToken);
        _steps = new StepWalk(code, workflow, _overrides, IsInClass, _reports, cancellationToken);
    }

    public WorkflowFindings Run()
    {
        foreach (var root in WorkflowRoots.Of(_workflow, _code.Symbols))
        {
            AddRoot(ClosedBody.Of(root));
        }

        while (_open.Count > 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            Visit(_open.Dequeue());
        }

        _steps.Run(WorkflowRoots.StepsOf(_workflow, _code.Symbols));
        return _reports.ToFindings();
    }

    private void AddRoot(ClosedBody body)
    {
        Add(body);
        if (!IsInClass(body.Key) && _code.HasSource(body.Key) && Places.OfIdentifier(_workflow) is { } identifier)
        {
            AddThrough(body, identifier, "runs");
        }
    }

    private void Visit(ClosedBody body)
    {
        var facts = _code.Bodies.FactsOf(body, _cancellationToken);
        var isInClass = IsInClass(body.Key);
        if (isInClass)
        {
            _reports.AddHere(facts.Violations.Where(static violation => violation.RuleId != RuleIds.DurableInStep));
            _reports.AddHere(facts.StepViolations);
            _reports.AddUsesHere(facts.ContextUses);
            foreach (var call in facts.StepCalls)
            {
                _steps.Follow(call, isCalledInClass: true);
            }
        }

        foreach (var call in facts.Calls)
        {
            foreach (var target in _overrides.Targets(call))
            {
                Follow(call, target, isInClass);
            }
        }
    }

    private void Follow(BodyCall call, ClosedBody target, bool isCalledInClass)
    {
        if (IsInClass(target.Key))
        {
            Add(target);
        }
        else if (!_code.Carried.Cover(target, _overrides.Names, _covered, _code.Options))
        {
            Add(target);
            if (isCalledInClass)
            {
                AddThrough(target, Place.Of(call.Syntax, call.Member), "calls");
            }
        }
    }

    private void AddThrough(ClosedBody body, Location place, string verb)
    {
        _reports.AddThrough(body, place, verb, _code.Reach.RulesOf(body, _cancellationToken).Except(RuleIds.DurableInStep));
        _reports.AddInlineSteps(body, place);
        _reports.AddUses(body, place);
    }

    private void Add(ClosedBody body)
    {
        if (_code.HasSource(body.Key) && _reached.Add(body))
        {
            _open.Enqueue(body);
        }
    }

    private bool IsInClass(ISymbol body) => SymbolEqualityComparer.Default.Equals(_code.WorkflowAround(body), _workflow);
}
