using Durable.Generators.Models;
using Durable.Generators.Parsing.Payloads;
using Durable.Shared;
using Durable.Shared.Payloads;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Turns one attributed class into a model of plain values.</summary>
internal static class WorkflowParser
{
    /// <summary>Null where the class is not valid: the analyzers say why, through the same reader.</summary>
    public static WorkflowModel? Parse(AttributedClass declaration, CancellationToken cancellationToken)
    {
        if (DurableSymbols.TryCreate(declaration.Compilation) is not { } symbols
            || !declaration.IsFirst(symbols.WorkflowAttribute, cancellationToken))
        {
            return null;
        }

        var shape = WorkflowShape.Read(declaration.Type, symbols, cancellationToken);
        return shape is { HasErrors: false, Constructor: { } constructor, Body: { } body }
            ? ToModel(shape, constructor, body, symbols)
            : null;
    }

    private static WorkflowModel? ToModel(WorkflowShape shape, IMethodSymbol constructor, RunShape body, DurableSymbols symbols)
    {
        var names = GeneratedNamesParser.Parse(shape, constructor, symbols);
        var payloads = new PayloadTable(new SerializersCollector(symbols.Compilation, shape.Type, shape.JsonContext), names.Serializers);
        var input = payloads.AddOptional(body.Input, body.Input is not null && Sensitivity.IsMarked(body.Method.Parameters[1]));
        var result = payloads.AddOptional(body.Result, Sensitivity.IsResultMarked(body.Method));
        var steps = new StepParser(shape.Type, shape.Steps, shape.RecordedValues, names, payloads).Parse();
        var signals = shape.Signals
            .Select(signal => new SignalModel(
                SourceText.FieldOf(signal.Field),
                payloads.Add(signal.Payload, Sensitivity.IsMarked(signal.Field))))
            .ToEquatableArray();
        var handlers = new HandlerParser(shape, names, payloads, symbols).Parse();

        foreach (var value in shape.RecordedValues)
        {
            payloads.Add(value.Type, isSensitive: false);
        }

        if (payloads.HasProblems)
        {
            return null;
        }

        var serializers = payloads.ToModel();
        return new WorkflowModel(
            HintNameParser.Parse(shape.Type),
            SourceText.Of(shape.Type.ContainingNamespace),
            ContainingTypes(shape.Type),
            SourceText.TypeIdentifier(shape.Type.Name),
            SourceText.Plain(shape.Type),
            HintNameParser.PlainName(shape.Type),
            shape.Name,
            shape.Version,
            shape.Queue,
            shape.Retention,
            FingerprintParser.Parse(shape, payloads, serializers),
            Cref.Of(body.Method),
            input,
            result,
            DurableSymbols.Find(constructor, symbols.SetsRequiredMembers) is not null,
            ConstructorParser.Parse(constructor, symbols),
            steps,
            signals,
            handlers,
            serializers,
            names);
    }

    /// <summary>Headers of the types around a class, outermost first.</summary>
    public static EquatableArray<string> ContainingTypes(INamedTypeSymbol type)
    {
        var headers = new Stack<string>();
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            headers.Push(SourceText.PartialHeader(container));
        }

        return headers.ToEquatableArray();
    }
}
