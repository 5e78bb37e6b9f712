using Durable.Generators.Models;
using Durable.Generators.Parsing.Payloads;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Turns one <c>[Steps]</c> class into a model of plain values.</summary>
internal static class SharedStepsParser
{
    /// <summary>Null where the class is not valid: the analyzers say why, through the same reader.</summary>
    public static SharedStepsModel? Parse(AttributedClass declaration, CancellationToken cancellationToken)
    {
        var type = declaration.Type;
        if (DurableSymbols.TryCreate(declaration.Compilation) is not { StepsAttribute: { } attribute } symbols
            || !declaration.IsFirst(attribute, cancellationToken)
            || symbols.FindWorkflow(type) is not null)
        {
            return null;
        }

        var shape = SharedStepsShape.Read(type, symbols, cancellationToken);
        if (shape is not { HasErrors: false, Constructor: { } constructor })
        {
            return null;
        }

        var names = GeneratedNamesParser.Parse(shape, constructor);
        var payloads = new PayloadTable(new SerializersCollector(symbols.Compilation, type), names.Serializers);
        var steps = new StepParser(type, shape.Steps, shape.RecordedValues, names, payloads).Parse();
        foreach (var value in shape.RecordedValues)
        {
            payloads.Add(value.Type, isSensitive: false);
        }

        return payloads.HasProblems ? null : new SharedStepsModel(
            HintNameParser.Parse(type),
            SourceText.Of(type.ContainingNamespace),
            WorkflowParser.ContainingTypes(type),
            SourceText.TypeIdentifier(type.Name),
            SourceText.Plain(type),
            DurableSymbols.Find(constructor, symbols.SetsRequiredMembers) is not null,
            ConstructorParser.Parse(constructor, symbols),
            steps,
            RecordsOtherTypes: !shape.RecordedValues.IsEmpty,
            payloads.ToModel(),
            names);
    }
}
