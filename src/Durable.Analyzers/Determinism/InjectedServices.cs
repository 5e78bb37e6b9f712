using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Tells what a workflow class was given by dependency injection: constructor parameters, and the fields and properties that hold them.</summary>
internal static class InjectedServices
{
    /// <summary>The parameter, field or property that an expression names, where that holds an injected service; loggers have a rule of their own.</summary>
    public static ISymbol? Find(IOperation expression, BodyContext body)
    {
        var service = FindAny(expression, body);
        return service is not null && !Loggers.IsLogger(TypeOf(service)) ? service : null;
    }

    /// <summary>The same, loggers included.</summary>
    public static ISymbol? FindAny(IOperation expression, BodyContext body) => Unwrap(expression) switch
    {
        // A parameter of a constructor, read by something that is no constructor: it was captured.
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } parameter }
            when !IsSetUp(expression, body.Owner) && IsWorkflow(constructor.ContainingType, body.Code) && IsService(parameter.Type, body.Code) => parameter,
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field }
            when !IsSetUp(expression, body.Owner) && IsService(field.Type, body.Code) && body.Code.HoldsService(field, body.CancellationToken) => field,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: var property }
            when !IsSetUp(expression, body.Owner) && IsService(property.Type, body.Code) && body.Code.HoldsService(property, body.CancellationToken) => property,
        _ => null,
    };

    /// <summary>Whether a field or property is given a constructor parameter, where it is declared or in a constructor.</summary>
    /// <remarks>Of a base class in another project nothing is said: in an editor its code is at hand, but no part of this compilation.</remarks>
    public static bool Holds(ISymbol member, WorkflowCode code, CancellationToken cancellationToken)
    {
        if (!code.HasSource(member) || !IsWorkflow(member.ContainingType, code))
        {
            return false;
        }

        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var initializer = reference.GetSyntax(cancellationToken) switch
            {
                VariableDeclaratorSyntax field => field.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
            if (initializer is not null
                && code.ModelOf(initializer.SyntaxTree).GetOperation(initializer.Value, cancellationToken) is { } value
                && IsParameter(value))
            {
                return true;
            }
        }

        return AssignedValues.Of(member, code, cancellationToken)
            .Any(value => code.ModelOf(value.SyntaxTree).GetOperation(value, cancellationToken) is { } assigned && IsParameter(assigned));
    }

    private static bool IsParameter(IOperation value) => Unwrap(value) switch
    {
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => true,
        ICoalesceOperation coalesce => IsParameter(coalesce.Value),
        _ => false,
    };

    private static IOperation Unwrap(IOperation expression)
    {
        while (expression is IConversionOperation { OperatorMethod: null } conversion)
        {
            expression = conversion.Operand;
        }

        return expression;
    }

    // Constructors and initializers only store what they are given; a lambda in them runs later, in whatever calls it.
    private static bool IsSetUp(IOperation expression, ISymbol owner)
    {
        if (owner is not (IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Constructor }))
        {
            return false;
        }

        for (var current = expression.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation)
            {
                return false;
            }
        }

        return true;
    }

    // Values and texts are configuration, not services, and shared steps are as good as the workflow's own.
    private static bool IsService(ITypeSymbol type, WorkflowCode code) =>
        type is { IsValueType: false, SpecialType: SpecialType.None, TypeKind: not TypeKind.Array } && code.Symbols.SharedStepsOf(type) is null;

    // Shared steps are made with the workflow, and what they hold is as little recorded.
    private static bool IsWorkflow(INamedTypeSymbol type, WorkflowCode code) =>
        code.Symbols.FindWorkflow(type.OriginalDefinition) is not null
        || code.Symbols.FindSteps(type.OriginalDefinition) is not null
        || code.IsBaseOfWorkflow(type);

    private static ITypeSymbol TypeOf(ISymbol service) => service switch
    {
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => throw new ArgumentException($"'{service}' holds no value."),
    };
}
