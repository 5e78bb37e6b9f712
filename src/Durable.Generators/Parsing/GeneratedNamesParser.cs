using System.Collections.Immutable;
using Durable.Generators.Models;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Chooses names for the generated members of one workflow class.</summary>
internal static class GeneratedNamesParser
{
    private const string StateMachine = "StateMachine";
    private const string Steps = "Steps";
    private const string Handlers = "Handlers";
    private const string Serializers = "JournalSerializers";

    private static readonly string[] s_methods = [GeneratedNames.ContinueAsNew, GeneratedNames.RunChild, GeneratedNames.StartChild];

    private static readonly string[] s_public =
        [GeneratedMembers.Definition, GeneratedMembers.Client, GeneratedMembers.Run, .. s_methods];

    private static readonly string[] s_private = [StateMachine, Steps, Handlers, Serializers];

    public static GeneratedNames Parse(WorkflowShape shape, IMethodSymbol constructor, DurableSymbols symbols)
    {
        var names = new UniqueNames(Taken(shape.Type, shape.Steps).Concat(s_public).Concat(OfWorkflowAround(shape.Type, symbols)));
        var parameters = new UniqueNames(constructor.Parameters.Select(parameter => parameter.Name));
        return new GeneratedNames(
            StateMachine: names.Take(StateMachine),
            Steps: names.Take(Steps),
            Handlers: names.Take(Handlers),
            Serializers: names.Take(Serializers),
            Run: names.Take("_run"),
            RunParameter: parameters.Take("run"),
            State: names.Take("State"),
            Description: names.Take("Description"),
            s_methods.Where(name => shape.Type.GetMembers(name).Length > 0).ToEquatableArray(),
            Hidden(shape.Type, symbols));
    }

    /// <summary>The same for a <c>[Steps]</c> class, which has fewer of them.</summary>
    public static GeneratedNames Parse(SharedStepsShape shape, IMethodSymbol constructor)
    {
        var names = new UniqueNames(Taken(shape.Type, shape.Steps));
        var parameters = new UniqueNames(constructor.Parameters.Select(parameter => parameter.Name));
        return new GeneratedNames(
            StateMachine: names.Take("Recorded"),
            Steps: names.Take(Steps),
            Handlers: "",
            Serializers: names.Take(Serializers),
            Run: names.Take("_run"),
            RunParameter: parameters.Take("run"),
            State: "",
            Description: "",
            EquatableArray<string>.Empty,
            EquatableArray<string>.Empty);
    }

    /// <summary>Names that mean something of the author's inside the class, its state machine or an override of a step.</summary>
    public static IEnumerable<string> Taken(INamedTypeSymbol owner, ImmutableArray<StepShape> steps)
    {
        for (var type = owner; type is not null; type = type.BaseType)
        {
            yield return type.Name;
            foreach (var member in type.GetMembers())
            {
                yield return member.Name;
            }
        }

        foreach (var step in steps)
        {
            foreach (var parameter in step.Parameters)
            {
                yield return parameter.Name;
            }
        }
    }

    // A workflow nested in the workflow it derives from sees even the private members that are generated there.
    private static string[] OfWorkflowAround(INamedTypeSymbol type, DurableSymbols symbols) =>
        BasesOf(type).Any(ancestor => symbols.FindWorkflow(ancestor) is not null && IsAround(ancestor, type)) ? s_private : [];

    private static bool IsAround(INamedTypeSymbol outer, INamedTypeSymbol type)
    {
        var container = type.ContainingType;
        while (container is not null && !SymbolEqualityComparer.Default.Equals(container, outer))
        {
            container = container.ContainingType;
        }

        return container is not null;
    }

    private static EquatableArray<string> Hidden(INamedTypeSymbol type, DurableSymbols symbols) =>
        s_public.Where(name => BasesOf(type).Any(ancestor => Has(ancestor, name, type, symbols))).ToEquatableArray();

    private static bool Has(INamedTypeSymbol ancestor, string name, INamedTypeSymbol within, DurableSymbols symbols) =>
        // A base that is a workflow of this project has them only once this very run of the generator is over.
        symbols.FindWorkflow(ancestor) is not null
        || ancestor.GetMembers(name).Any(member => symbols.Compilation.IsSymbolAccessibleWithin(member, within));

    private static IEnumerable<INamedTypeSymbol> BasesOf(INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            yield return ancestor;
        }
    }
}
