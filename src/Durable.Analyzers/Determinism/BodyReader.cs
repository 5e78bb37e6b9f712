using System.Collections.Immutable;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Reads one body: walks its operations, lambdas included, asks the rules about each, and notes what it calls.</summary>
/// <remarks>A local function is a body of its own, for it may be reached from a step only. What a step is given is read apart: it may do anything but ask for steps.</remarks>
internal sealed class BodyReader(WorkflowCode code, ClosedBody body, CancellationToken cancellationToken)
{
    private readonly ImmutableArray<Violation>.Builder _violations = ImmutableArray.CreateBuilder<Violation>();
    private readonly ImmutableArray<BodyCall>.Builder _calls = ImmutableArray.CreateBuilder<BodyCall>();
    private readonly ImmutableArray<Violation>.Builder _stepViolations = ImmutableArray.CreateBuilder<Violation>();
    private readonly ImmutableArray<BodyCall>.Builder _stepCalls = ImmutableArray.CreateBuilder<BodyCall>();
    private readonly ImmutableArray<ContextUse>.Builder _contextUses = ImmutableArray.CreateBuilder<ContextUse>();
    private readonly List<MemberUse> _uses = [];

    public void Read(SyntaxNode syntax)
    {
        var model = code.ModelOf(syntax.SyntaxTree);
        if (model.GetOperation(syntax, cancellationToken) is { } root)
        {
            Walk(root, new BodyContext(code, body.Key, root, model, _violations.Add, cancellationToken));
        }
    }

    public void AddCall(MemberUse use) => AddCall(use, use.Member, _calls);

    /// <summary>Notes the constructor of its base that a constructor runs without saying so.</summary>
    public void AddBaseConstructor(IMethodSymbol constructor, SyntaxNode syntax)
    {
        AddCall(new MemberUse(constructor, syntax));

        // A constructor that is written has an operation for it.
        if (syntax is TypeDeclarationSyntax
            && !code.HasSource(constructor)
            && (code.Options.FindBanned(constructor, syntax.SyntaxTree) ?? code.Known.Find(constructor)) is { Length: > 0 } rule)
        {
            _violations.Add(new Violation(rule, Place.Of(syntax, constructor), MemberName.Clause(constructor), constructor.OriginalDefinition.GetDocumentationCommentId() ?? ""));
        }
    }

    public BodyFacts ToFacts() => new(
        _violations.ToImmutable(),
        NotSuppressed(_violations),
        _calls.ToImmutable(),
        _stepViolations.ToImmutable(),
        NotSuppressed(_stepViolations),
        _stepCalls.ToImmutable(),
        _contextUses.ToImmutable());

    private ImmutableArray<Violation> NotSuppressed(IEnumerable<Violation> violations) =>
        [.. violations.Where(violation => !SuppressedCode.IsSuppressed(violation.RuleId, violation.Location, body.Key, code.Symbols.Compilation, cancellationToken))];

    // Without recursion: code may nest deeper than the stack allows.
    private void Walk(IOperation root, BodyContext context)
    {
        var uses = new MemberUses(context.Model, code.Dispose, body.Arguments, _uses);
        var open = new Stack<IOperation>();
        open.Push(root);
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var operation = open.Pop();
            if (IsElsewhere(operation, root))
            {
                continue;
            }

            if (IsStepCode(operation, context))
            {
                WalkStep(operation, context);
                continue;
            }

            foreach (var rule in BodyRules.For(operation.Kind))
            {
                rule.Visit(operation, context);
            }

            AddContextUses(operation, context);
            _uses.Clear();
            uses.Collect(operation);
            foreach (var use in _uses)
            {
                Use(use, operation, context);
            }

            foreach (var child in operation.ChildOperations.Reverse())
            {
                open.Push(child);
            }
        }
    }

    private void WalkStep(IOperation part, BodyContext context)
    {
        var inStep = context with { Add = _stepViolations.Add };
        var uses = new MemberUses(context.Model, code.Dispose, body.Arguments, _uses);
        var open = new Stack<IOperation>();
        open.Push(part);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            if (IsElsewhere(operation, part))
            {
                continue;
            }

            AddContextUses(operation, context);
            _uses.Clear();
            uses.Collect(operation);
            foreach (var use in _uses)
            {
                StepCode.CheckDurableUse(use, inStep);
                AddCalls(use, operation, _stepCalls);
            }

            foreach (var child in operation.ChildOperations.Reverse())
            {
                open.Push(child);
            }
        }
    }

    private static bool IsElsewhere(IOperation operation, IOperation root) =>
        operation is INameOfOperation || (operation is ILocalFunctionOperation && operation != root);

    private static bool IsStepCode(IOperation operation, BodyContext context) => operation switch
    {
        IArgumentOperation argument => StepCode.IsGiven(argument, context),
        IVariableDeclaratorOperation { Symbol: { } local } => StepCode.IsOnlyGiven(local, context),
        _ => false,
    };

    private void AddContextUses(IOperation operation, BodyContext context)
    {
        // What records and what waits is generic; most operations are no such call.
        if (operation is IInvocationOperation { TargetMethod.IsGenericMethod: true } call)
        {
            _contextUses.AddRange(ContextUses.On(call, context));
        }
    }

    private void Use(MemberUse use, IOperation operation, BodyContext context)
    {
        StepCode.CheckDurableUse(use, context);
        if (!StepCode.IsStep(use.Member, code.Symbols) && !MemberRules.Check(use, operation, context))
        {
            AddCalls(use, operation, _calls);
        }
    }

    private void AddCalls(MemberUse use, IOperation operation, ImmutableArray<BodyCall>.Builder calls)
    {
        foreach (var member in Executed(use.Member, operation))
        {
            AddCall(use, member, calls);
        }
    }

    private void AddCall(MemberUse use, ISymbol member, ImmutableArray<BodyCall>.Builder calls)
    {
        if (code.HasSource(member) && !StepCode.IsStep(member, code.Symbols) && !GeneratedMembers.IsOurs(member))
        {
            calls.Add(new BodyCall(ClosedBody.Of(member, body.Arguments), use.Syntax, use.IsVirtual));
        }
    }

    // A property stands for its accessors, and a field or property that is read for what gave it its value.
    private static IEnumerable<ISymbol> Executed(ISymbol member, IOperation operation) => member switch
    {
        IFieldSymbol field => Access.Of(operation).Reads ? [field] : [],
        IPropertySymbol property => ExecutedBy(property, Access.Of(operation)),
        _ => [member],
    };

    private static IEnumerable<ISymbol> ExecutedBy(IPropertySymbol property, Access access)
    {
        if (access.Reads && property.GetMethod is { } getter)
        {
            yield return getter;
            yield return property;
        }

        if (access.Writes && property.SetMethod is { } setter)
        {
            yield return setter;
        }
    }
}
