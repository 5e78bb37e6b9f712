using System.Collections.Immutable;
using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>A workflow class as its author declared it, and everything that is wrong with the declaration.</summary>
/// <remarks>
/// The analyzers report <see cref="Problems"/>, the generator stays silent while <see cref="HasErrors"/>: because both read
/// the class through here, a class without a report is one that generates.
/// </remarks>
internal sealed class WorkflowShape
{
    public required INamedTypeSymbol Type { get; init; }

    public required WorkflowHeader Header { get; init; }

    public string Name => Header.Name;

    public int Version => Header.Version;

    public string Queue => Header.Queue;

    /// <summary>How long runs that ended are kept; null for ever.</summary>
    public TimeSpan? Retention => DurationLiteral.TryParse(Header.Retention, out var value) ? value : null;

    /// <summary>The author's own serializers, if any.</summary>
    public PayloadContext? JsonContext => PayloadContext.Of(Header.JsonContext as INamedTypeSymbol);

    /// <summary>The constructor generated code forwards to; null only with errors.</summary>
    public required IMethodSymbol? Constructor { get; init; }

    /// <summary>The body, and what it takes and gives; null only with errors.</summary>
    public required RunShape? Body { get; init; }

    public IMethodSymbol? Run => Body?.Method;

    public ITypeSymbol? Input => Body?.Input;

    public ITypeSymbol? Result => Body?.Result;

    /// <summary>In order of declaration, those of base classes first.</summary>
    public required ImmutableArray<StepShape> Steps { get; init; }

    /// <summary>The steps of the classes of shared steps that the constructor takes.</summary>
    public required ImmutableArray<SharedStep> SharedSteps { get; init; }

    /// <summary>In order of declaration, those of base classes first.</summary>
    public required ImmutableArray<SignalShape> Signals { get; init; }

    /// <summary>In order of declaration, those of base classes first.</summary>
    public required ImmutableArray<HandlerShape> Handlers { get; init; }

    /// <summary>What calls of the context record, in the class and its bases.</summary>
    public required ImmutableArray<RecordedValue> RecordedValues { get; init; }

    public required ImmutableArray<ShapeProblem> Problems { get; init; }

    /// <summary>Some of the code does not compile yet, so what was read is not all there is.</summary>
    public required bool IsUnfinished { get; init; }

    public bool HasErrors => IsUnfinished || Problems.Length > 0;

    /// <summary>Reads a class that carries <c>[Workflow]</c>.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static WorkflowShape Read(INamedTypeSymbol type, DurableSymbols symbols, CancellationToken cancellationToken) =>
        new WorkflowReader(type, symbols, cancellationToken).Read();
}
