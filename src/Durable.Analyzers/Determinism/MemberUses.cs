using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Which members one operation runs, those that the language runs without naming them included.</summary>
internal sealed class MemberUses(SemanticModel model, DisposeMembers dispose, TypeArguments arguments, List<MemberUse> uses)
{
    private readonly CollectionMembers _collections = new(model);

    public void Collect(IOperation operation)
    {
        CollectNamed(operation);
        if (TypeParameterUses.On(operation) is { } parameter && arguments.Find(parameter) is { } type)
        {
            Close(type);
        }
    }

    // What a member of a type parameter's constraints is where it is known what the parameter stands for.
    private void Close(ITypeSymbol type)
    {
        for (var i = 0; i < uses.Count; i++)
        {
            if (TypeParameterUses.Implementation(uses[i].Member, type, arguments) is { } implementation)
            {
                uses[i] = uses[i] with { Member = implementation, IsVirtual = false };
            }
        }
    }

    private void CollectNamed(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation invocation:
                Add(invocation.TargetMethod, invocation.Syntax, invocation.IsVirtual);
                break;
            case IObjectCreationOperation creation:
                Add(creation.Constructor, creation.Syntax);
                break;
            case ITypeParameterObjectCreationOperation { Type: ITypeParameterSymbol parameter } creation:
                Add(arguments.Find(parameter) is { } created ? TypeParameterUses.Constructor(created) : null, creation.Syntax);
                break;
            case IMethodReferenceOperation reference:
                Add(reference.Method, reference.Syntax, reference.IsVirtual);
                break;
            case IPropertyReferenceOperation property:
                Add(property.Property, property.Syntax, IsDispatched(property.Property, property.Instance));
                break;
            case IImplicitIndexerReferenceOperation indexer:
                Add(indexer.IndexerSymbol, indexer.Syntax);
                Add(indexer.LengthSymbol, indexer.Syntax);
                break;
            case IFieldReferenceOperation field:
                Add(field.Field, field.Syntax);
                break;
            case IEventAssignmentOperation { EventReference: IEventReferenceOperation reference } assignment:
                Add(assignment.Adds ? reference.Event.AddMethod : reference.Event.RemoveMethod, reference.Syntax, IsDispatched(reference.Event, reference.Instance));
                break;
            default:
                CollectOperators(operation);
                break;
        }
    }

    private void CollectOperators(IOperation operation)
    {
        switch (operation)
        {
            case IBinaryOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_String } concatenation:
                AddText(concatenation.LeftOperand);
                AddText(concatenation.RightOperand);
                break;
            case IBinaryOperation binary:
                Add(binary.OperatorMethod, binary.Syntax);
                AddUnnamed(binary);
                break;
            case IUnaryOperation unary:
                Add(unary.OperatorMethod, unary.Syntax);
                break;
            case IIncrementOrDecrementOperation increment:
                Add(increment.OperatorMethod, increment.Syntax);
                break;
            case ICompoundAssignmentOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_String } concatenation:
                AddText(concatenation.Value);
                break;
            case ICompoundAssignmentOperation compound:
                Add(compound.OperatorMethod, compound.Syntax);
                Add(compound.InConversion.MethodSymbol, compound.Syntax);
                Add(compound.OutConversion.MethodSymbol, compound.Syntax);
                break;
            case IConversionOperation conversion:
                Add(conversion.OperatorMethod, conversion.Syntax);
                break;
            case IInterpolationOperation interpolation:
                AddText(interpolation.Expression);
                break;
            case IRecursivePatternOperation { DeconstructSymbol: IMethodSymbol deconstruct } pattern:
                Add(deconstruct, pattern.Syntax);
                break;
            case IListPatternOperation list:
                Add(list.LengthSymbol, list.Syntax);
                Add(list.IndexerSymbol, list.Syntax);
                break;
            case ICollectionExpressionOperation collection:
                Add(collection.ConstructMethod, collection.Syntax);
                foreach (var add in _collections.AddsOf(collection))
                {
                    AddWritten(add, collection.Syntax, isVirtual: true);
                }

                break;
            case ISpreadOperation spread:
                foreach (var member in _collections.EnumerationOf(spread))
                {
                    Add(member, spread.Operand.Syntax, isVirtual: true);
                }

                break;
            case IWithOperation { CloneMethod: { } clone } with:
                Add(CopyConstructor(clone.ContainingType) ?? clone, with.Syntax);
                break;
            default:
                CollectStatements(operation);
                break;
        }
    }

    private void CollectStatements(IOperation operation)
    {
        switch (operation)
        {
            case IForEachLoopOperation { Syntax: CommonForEachStatementSyntax syntax }:
                var loop = model.GetForEachStatementInfo(syntax);
                Add(loop.GetEnumeratorMethod, syntax.Expression, isVirtual: true);
                Add(loop.MoveNextMethod, syntax.Expression, isVirtual: true);
                Add(loop.CurrentProperty, syntax.Expression, isVirtual: true);
                Add(loop.DisposeMethod, syntax.Expression, isVirtual: true);
                Add(loop.ElementConversion.MethodSymbol, syntax.Expression);
                if (syntax is ForEachVariableStatementSyntax variables)
                {
                    AddDeconstruction(model.GetDeconstructionInfo(variables), variables.Variable);
                }

                break;
            case IAwaitOperation { Syntax: AwaitExpressionSyntax syntax }:
                var info = model.GetAwaitExpressionInfo(syntax);
                AddWritten(info.GetAwaiterMethod, syntax);
                AddWritten(info.IsCompletedProperty, syntax);
                AddWritten(info.GetResultMethod, syntax);
                break;
            case IDeconstructionAssignmentOperation { Syntax: AssignmentExpressionSyntax syntax }:
                AddDeconstruction(model.GetDeconstructionInfo(syntax), syntax);
                break;
            case IUsingOperation { Resources: { } resources } statement:
                AddDispose(resources, statement.IsAsynchronous);
                break;
            case IUsingDeclarationOperation declaration:
                AddDispose(declaration.DeclarationGroup, declaration.IsAsynchronous);
                break;
        }
    }

    // 'a && b' asks 'a' first whether it is false; a record's '==' is its author's 'Equals'.
    private void AddUnnamed(IBinaryOperation binary)
    {
        if (binary.OperatorMethod is not { ContainingType: var type } method)
        {
            return;
        }

        var asked = binary.OperatorKind switch
        {
            BinaryOperatorKind.ConditionalAnd => type.GetMembers(WellKnownMemberNames.FalseOperatorName),
            BinaryOperatorKind.ConditionalOr => type.GetMembers(WellKnownMemberNames.TrueOperatorName),
            BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals when method.IsImplicitlyDeclared => [.. type.GetMembers("Equals").Where(equals => TakesOnly(equals, type))],
            _ => [],
        };
        foreach (var member in asked)
        {
            AddWritten(member, binary.Syntax, isVirtual: member.IsVirtual);
        }
    }

    private static bool TakesOnly(ISymbol member, INamedTypeSymbol type) =>
        member is IMethodSymbol { Parameters: { Length: 1 } parameters } && SymbolEqualityComparer.Default.Equals(parameters[0].Type, type);

    // What becomes part of a text is asked for its own.
    private void AddText(IOperation operand)
    {
        var value = operand is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion ? conversion.Operand : operand;
        if (value.Type is { SpecialType: SpecialType.None } type)
        {
            AddWritten(FindToString(type), value.Syntax, isVirtual: true);
        }
    }

    private void AddDispose(IOperation resources, bool isAsync)
    {
        if (resources is not IVariableDeclarationGroupOperation group)
        {
            AddWritten(dispose.Of(resources.Type, isAsync), resources.Syntax);
            return;
        }

        foreach (var declarator in group.Declarations.SelectMany(static declaration => declaration.Declarators))
        {
            AddWritten(dispose.Of(declarator.Symbol.Type, isAsync), declarator.Syntax);
        }
    }

    private void AddDeconstruction(DeconstructionInfo info, SyntaxNode syntax)
    {
        Add(info.Method, syntax);
        Add(info.Conversion?.MethodSymbol, syntax);
        foreach (var nested in info.Nested)
        {
            AddDeconstruction(nested, syntax);
        }
    }

    private void Add(ISymbol? member, SyntaxNode syntax, bool isVirtual = false)
    {
        if (member is not null)
        {
            uses.Add(new MemberUse(member, syntax, isVirtual));
        }
    }

    // What the language calls without being told counts where somebody wrote it: the framework's awaiters get their results at the right
    // time, and what must not be made here need not be reported again for being disposed of.
    private void AddWritten(ISymbol? member, SyntaxNode syntax, bool isVirtual = false)
    {
        if (member is { DeclaringSyntaxReferences.Length: > 0 })
        {
            Add(member, syntax, isVirtual);
        }
    }

    private static bool IsDispatched(ISymbol member, IOperation? instance) =>
        (member.IsVirtual || member.IsAbstract || member.IsOverride) && instance is not null && instance.Syntax is not BaseExpressionSyntax;

    private static IMethodSymbol? FindToString(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers("ToString"))
            {
                if (member is IMethodSymbol { Parameters.Length: 0, IsStatic: false } method)
                {
                    return method;
                }
            }
        }

        return null;
    }

    private static IMethodSymbol? CopyConstructor(INamedTypeSymbol type) => type.InstanceConstructors.FirstOrDefault(constructor =>
        constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type) && !constructor.IsImplicitlyDeclared);
}
