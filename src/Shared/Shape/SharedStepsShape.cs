using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>A <c>[Steps]</c> class as its author declared it, and everything that is wrong with the declaration.</summary>
internal sealed class SharedStepsShape
{
    public required INamedTypeSymbol Type { get; init; }

    /// <summary>The constructor generated code forwards to; null only with errors.</summary>
    public required IMethodSymbol? Constructor { get; init; }

    /// <summary>In order of declaration, those of base classes first.</summary>
    public required ImmutableArray<StepShape> Steps { get; init; }

    /// <summary>What calls of the contexts record, in the class and its bases.</summary>
    public required ImmutableArray<RecordedValue> RecordedValues { get; init; }

    public required ImmutableArray<ShapeProblem> Problems { get; init; }

    /// <summary>Some of the code does not compile yet, so what was read is not all there is.</summary>
    public required bool IsUnfinished { get; init; }

    public bool HasErrors => IsUnfinished || Problems.Length > 0;

    /// <summary>Reads a class that carries <c>[Steps]</c>.</summary>
    public static SharedStepsShape Read(INamedTypeSymbol type, DurableSymbols symbols, CancellationToken cancellationToken)
    {
        var attribute = symbols.FindSteps(type) ?? throw new ArgumentException($"'{type.Name}' is no class of shared steps.", nameof(type));
        var problems = new ProblemSink(type, Places.OfClass(type, attribute, cancellationToken), symbols.Compilation);
        DeclarationReader.Check(type, attribute, problems, cancellationToken);
        var constructor = new ConstructorReader(symbols, problems, cancellationToken).Read(type);
        var steps = new StepsReader(symbols, problems, cancellationToken).Read(type);
        new SharedStepsReader(symbols, problems, cancellationToken).Read(type, constructor, steps);
        var values = new RecordedValuesReader(symbols, cancellationToken).Read(type);
        if (values.Any(value => TypeText.IsUnfinished(value.Type)))
        {
            problems.MarkUnfinished();
        }

        return new SharedStepsShape
        {
            Type = type,
            Constructor = constructor,
            Steps = steps,
            RecordedValues = values,
            Problems = problems.ToProblems(),
            IsUnfinished = problems.IsUnfinished,
        };
    }
}
