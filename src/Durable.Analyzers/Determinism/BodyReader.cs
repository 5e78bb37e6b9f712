using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Reads one body: walks its operations, lambdas included, asks the rules about each, and notes what it calls.</summary>
/// <remarks>A local function is a body of its own: it may be reached from a step only.</remarks>
internal sealed class BodyReader(WorkflowCode code, ISymbol owner, CancellationToken cancellationToken)
{
    private readonly ImmutableArray<Violation>.Builder _violations = ImmutableArray.CreateBuilder<Violation>();
    private readonly ImmutableArray<MemberUse>.Builder _calls = ImmutableArray.CreateBuilder<MemberUse>();
    private readonly List<MemberUse> _uses = [];

    public void Read(SyntaxNode syntax)
    {
        var model = code.ModelOf(syntax.SyntaxTree);
        if (model.GetOperation(syntax, cancellationToken) is { } root)
        {
            Walk(root, new BodyContext(code, owner, root, model, _violations.Add, cancellationToken));
        }
    }

    public void AddCall(MemberUse use)
    {
        if (code.HasSource(use.Member))
        {
            _calls.Add(use with { Member = Bodies.Key(use.Member) });
        }
    }

    public BodyFacts ToFacts() => _violations.Count == 0 && _calls.Count == 0
        ? BodyFacts.Nothing
        : new BodyFacts(_violations.ToImmutable(), _calls.ToImmutable());

    // Without recursion: code may nest deeper than the stack allows.
    private void Walk(IOperation root, BodyContext body)
    {
        var uses = new MemberUses(body.Model, code.Dispose, _uses);
        var open = new Stack<IOperation>();
        open.Push(root);
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var operation = open.Pop();
            if (!IsPartOfBody(operation, root, body))
            {
                continue;
            }

            foreach (var rule in BodyRules.For(operation.Kind))
            {
                rule.Visit(operation, body);
            }

            _uses.Clear();
            uses.Collect(operation);
            foreach (var use in _uses)
            {
                Use(use, operation, body);
            }

            foreach (var child in operation.ChildOperations.Reverse())
            {
                open.Push(child);
            }
        }
    }

    private static bool IsPartOfBody(IOperation operation, IOperation root, BodyContext body) => operation switch
    {
        INameOfOperation => false,
        ILocalFunctionOperation => operation == root,
        IArgumentOperation argument => !StepCode.IsGiven(argument, body),
        _ => true,
    };

    private void Use(MemberUse use, IOperation operation, BodyContext body)
    {
        if (StepCode.IsStep(use.Member, code.Symbols))
        {
            return;
        }

        foreach (var member in Executed(use.Member, operation))
        {
            if (code.HasSource(member))
            {
                _calls.Add(use with { Member = Bodies.Key(member) });
            }
        }

        MemberRules.Check(use, operation, body);
    }

    // A property stands for its accessors, and for its initializer where it has no code of its own.
    private static List<ISymbol> Executed(ISymbol member, IOperation operation)
    {
        if (member is not IPropertySymbol property)
        {
            return [member];
        }

        var access = Access.Of(operation);
        var executed = new List<ISymbol>(2);
        if (access.Reads && property.GetMethod is { } getter)
        {
            executed.Add(getter);
            executed.Add(property);
        }

        if (access.Writes && property.SetMethod is { } setter)
        {
            executed.Add(setter);
        }

        return executed;
    }
}
