using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Shared.Shape;

/// <summary>Reads one <c>[Step]</c> method (DUR1006 to DUR1009, DUR1011, DUR1020 to DUR1023).</summary>
internal sealed class StepReader(INamedTypeSymbol owner, DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    private const int LongestScope = 200;

    private readonly StepPolicyReader _policies = new(problems);
    private readonly StepKeyReader _keys = new(owner, symbols, problems, cancellationToken);
    private readonly CompensatorReader _compensators = new(owner, symbols, problems, cancellationToken);

    public StepShape? Read(IMethodSymbol method, AttributeData attribute)
    {
        var arguments = new AttributeArguments(attribute, cancellationToken);
        if (method.MethodKind != MethodKind.Ordinary || method.IsStatic)
        {
            ReportNoEffect(method, arguments);
            return null;
        }

        CheckOverridable(method);
        CheckSignature(method);
        if (arguments.IsUnfinished || IsUnfinished(method))
        {
            problems.MarkUnfinished();
            return null;
        }

        if (ReadReturn(method) is not { } returns)
        {
            return null;
        }

        var id = arguments.Name ?? StableNames.ForStep(method.Name);
        var idLocation = arguments.Name is null ? Places.OfIdentifier(method) : arguments.NameLocation;
        NameCheck.Run(problems, "step id", id, idLocation);
        var parameters = method.Parameters
            .Select(parameter => new StepParameter(parameter, StepParameter.Classify(parameter, symbols)))
            .ToImmutableArray();
        var step = new StepShape(
            method,
            id,
            idLocation,
            parameters,
            returns,
            _policies.Read(arguments),
            _policies.ReadCompensateOn(arguments),
            _keys.Read(method, parameters),
            new RateLimitReader(symbols, _keys, problems, cancellationToken).Read(method, parameters),
            ReadScope(method, arguments),
            Compensator: null)
        {
            Queue = ReadQueue(arguments),
        };
        return step with { Compensator = _compensators.Read(step, arguments) };
    }

    private string? ReadQueue(AttributeArguments arguments)
    {
        var queue = arguments.Text("Queue");
        if (queue is not null)
        {
            NameCheck.Run(problems, "queue name", queue, arguments.LocationOf("Queue"));
        }

        return queue;
    }

    private string? ReadScope(IMethodSymbol method, AttributeArguments arguments)
    {
        var scope = arguments.Text("RequiresScope");
        if (scope is { Length: 0 or > LongestScope })
        {
            problems.Add(
                RuleIds.NoEffect,
                arguments.LocationOf("RequiresScope"),
                $"RequiresScope of '{method.Name}' cannot be held by anybody",
                scope.Length == 0 ? "it is empty" : "it is longer than 200 characters",
                "name a scope, or leave it out");
        }

        return scope;
    }

    private void ReportNoEffect(IMethodSymbol method, AttributeArguments arguments)
    {
        if (method.MethodKind != MethodKind.Ordinary)
        {
            problems.Add(
                RuleIds.NoEffect, arguments.Location, "[Step] has no effect", "only a method can be recorded as a step", "move the code to a virtual method");
            return;
        }

        var declaration = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) as MethodDeclarationSyntax;
        problems.Add(
            RuleIds.NoEffect,
            Places.OfModifier(declaration, SyntaxKind.StaticKeyword) ?? Places.OfIdentifier(method),
            $"[Step] on '{method.Name}' has no effect",
            "a static method cannot be overridden, so its calls would not be recorded",
            "make it 'protected virtual'");
    }

    private void CheckOverridable(IMethodSymbol method)
    {
        if (!symbols.Compilation.IsAccessible(method, owner))
        {
            problems.Add(
                RuleIds.StepNotVirtual, location: null, method.Name, $"cannot be reached from '{owner.Name}'", "make it 'protected virtual' where it is declared");
            return;
        }

        var isVirtual = (method.IsVirtual || method.IsAbstract || method.IsOverride) && !method.IsSealed;
        var isPrivate = method.DeclaredAccessibility == Accessibility.Private;
        if (isVirtual && !isPrivate)
        {
            return;
        }

        problems.Add(
            RuleIds.StepNotVirtual,
            Places.OfIdentifier(method),
            elsewhere: null,
            ProblemProperties.For(ProblemProperties.MakeVirtual),
            method.Name,
            isPrivate ? "is private" : method.IsSealed ? "is sealed" : "is not virtual",
            isPrivate ? "make it 'protected virtual'" : method.IsSealed ? "remove 'sealed'" : "make it virtual");
    }

    private void CheckSignature(IMethodSymbol method)
    {
        if (method.IsGenericMethod)
        {
            problems.Add(
                RuleIds.StepSignature,
                Places.OfTypeParameters(method, cancellationToken),
                method.Name,
                "has type parameters, so its recorded input has no fixed type",
                "use the closed types");
        }

        foreach (var parameter in method.Parameters)
        {
            var fault = parameter.RefKind != RefKind.None ? "by reference"
                : parameter.Type is IPointerTypeSymbol or IFunctionPointerTypeSymbol ? "as a pointer"
                : parameter.Type.IsRefLikeType ? $"as '{TypeText.Of(parameter.Type)}', which lives on the stack only"
                : null;
            if (fault is not null)
            {
                problems.Add(
                    RuleIds.StepSignature,
                    Places.OfParameter(parameter, cancellationToken),
                    method.Name,
                    $"takes '{parameter.Name}' {fault}, which cannot be recorded",
                    "take a value, and return what the step changed");
            }
        }
    }

    private Awaitable? ReadReturn(IMethodSymbol method)
    {
        if (!method.ReturnsByRef && !method.ReturnsByRefReadonly && Awaitable.TryRead(method.ReturnType, symbols) is { } returns)
        {
            return returns;
        }

        problems.Add(
            RuleIds.StepNotAwaitable,
            Places.OfReturnType(method, cancellationToken),
            method.Name,
            TypeText.Of(method.ReturnType),
            method.ReturnsVoid ? "return 'Task'" : "return 'Task', 'Task<T>', 'ValueTask' or 'ValueTask<T>'");
        return null;
    }

    private static bool IsUnfinished(IMethodSymbol method) =>
        TypeText.IsUnfinished(method.ReturnType)
        || method.Parameters.Any(static parameter => TypeText.IsUnfinished(parameter.Type) || parameter.Name.Length == 0);
}
