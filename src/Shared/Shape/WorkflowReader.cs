using System.Collections.Immutable;
using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Reads one workflow class; each part of it has a reader of its own.</summary>
internal sealed class WorkflowReader
{
    private readonly INamedTypeSymbol _type;
    private readonly DurableSymbols _symbols;
    private readonly AttributeData _attribute;
    private readonly ProblemSink _problems;
    private readonly CancellationToken _cancellationToken;

    public WorkflowReader(INamedTypeSymbol type, DurableSymbols symbols, CancellationToken cancellationToken)
    {
        _type = type;
        _symbols = symbols;
        _attribute = symbols.FindWorkflow(type)
            ?? throw new ArgumentException($"'{type.Name}' is no workflow class.", nameof(type));
        _problems = new ProblemSink(type, Places.OfClass(type, _attribute, cancellationToken), symbols.Compilation);
        _cancellationToken = cancellationToken;
    }

    public WorkflowShape Read()
    {
        DeclarationReader.Check(_type, _attribute, _problems, _cancellationToken);
        GeneratedMembers.CheckNames(_type, _problems, _cancellationToken);
        var header = ReadHeader();
        CheckNotShared();
        var constructor = new ConstructorReader(_symbols, _problems, _cancellationToken).Read(_type);
        var body = new RunReader(_symbols, _problems, _cancellationToken).Read(_type);
        var steps = new StepsReader(_symbols, _problems, _cancellationToken).Read(_type);
        var shared = new SharedStepsReader(_symbols, _problems, _cancellationToken).Read(_type, constructor, steps);
        var signals = new SignalsReader(_symbols, _problems, _cancellationToken).Read(_type);
        new AsksReader(_symbols, _problems, _cancellationToken).Check(_type);
        var handlers = new HandlersReader(_type, signals, _symbols, _problems, _cancellationToken).Read();
        var values = ReadRecordedValues();
        return new WorkflowShape
        {
            Type = _type,
            Header = header,
            Constructor = constructor,
            Body = body,
            Steps = steps,
            SharedSteps = shared,
            Signals = signals,
            Handlers = handlers,
            RecordedValues = values,
            Problems = _problems.ToProblems(),
            IsUnfinished = _problems.IsUnfinished,
        };
    }

    private void CheckNotShared()
    {
        if (_symbols.FindSteps(_type) is { } shared)
        {
            _problems.Add(
                RuleIds.NoEffect,
                new AttributeArguments(shared, _cancellationToken).Location,
                $"[Steps] on '{_type.Name}' has no effect",
                "a workflow's steps are its own",
                "remove it, or move the steps to a class of their own");
        }
    }

    private ImmutableArray<RecordedValue> ReadRecordedValues()
    {
        var values = new RecordedValuesReader(_symbols, _cancellationToken).Read(_type);
        if (values.Any(value => TypeText.IsUnfinished(value.Type)))
        {
            _problems.MarkUnfinished();
        }

        return values;
    }

    private WorkflowHeader ReadHeader()
    {
        var header = WorkflowHeader.Read(_type, _attribute, _cancellationToken);
        var arguments = new AttributeArguments(_attribute, _cancellationToken);
        if (arguments.IsUnfinished)
        {
            _problems.MarkUnfinished();
            return header;
        }

        NameCheck.Run(_problems, "workflow name", header.Name, header.NameLocation);
        NameCheck.Run(_problems, "queue name", header.Queue, arguments.LocationOf("Queue"));
        if (header.Retention is { } retention && !DurationLiteral.TryParse(retention, out _))
        {
            _problems.Add(RuleIds.InvalidDuration, arguments.LocationOf("Retention"), retention, "Retention");
        }

        if (header.Version < 1)
        {
            _problems.Add(
                RuleIds.OutOfRange, arguments.LocationOf("Version"), "Version", header.Version.ToText(), "but versions count from 1", "write 1 or more");
        }

        CheckContext(header, arguments);
        return header;
    }

    private void CheckContext(WorkflowHeader header, AttributeArguments arguments)
    {
        if (header.JsonContext is not { } context)
        {
            return;
        }

        if (TypeText.IsUnfinished(context))
        {
            _problems.MarkUnfinished();
        }
        else if (PayloadContext.WhyNot(context, _type, _symbols.Compilation) is var (reason, remedy))
        {
            _problems.Add(RuleIds.NoEffect, arguments.LocationOf("JsonContext"), $"JsonContext '{TypeText.Of(context)}' cannot be used", reason, remedy);
        }
    }
}
