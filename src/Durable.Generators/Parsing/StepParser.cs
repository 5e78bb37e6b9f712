using System.Collections.Immutable;
using Durable.Generators.Emitting;
using Durable.Generators.Models;
using Durable.Generators.Parsing.Payloads;
using Durable.Shared.Payloads;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Turns the steps of one class into models.</summary>
internal sealed class StepParser(INamedTypeSymbol type, ImmutableArray<StepShape> steps, ImmutableArray<RecordedValue> recordedValues, GeneratedNames names, PayloadTable payloads)
{
    // A member cannot be called like the type around it, nor hide what every type inherits.
    public static readonly string[] Inherited =
    [
        "Deconstruct", "EqualityContract", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "PrintMembers",
        "ReferenceEquals", "ToString",
    ];

    private const string ResumingMember = "TryGetResume";

    private readonly Dictionary<ITypeSymbol, string> _texts = new(SymbolEqualityComparer.IncludeNullability);
    private readonly string _owner = SourceText.Plain(type);
    private readonly UniqueNames _table = new(Inherited.Concat([names.Steps, names.StateMachine, names.Serializers]));
    private readonly UniqueNames _machine = new(GeneratedNamesParser.Taken(type, steps).Concat(
        [names.Steps, names.StateMachine, names.Serializers, names.Run, names.State, names.Description]));

    public EquatableArray<StepModel> Parse() => steps.Select(Parse).ToEquatableArray();

    private StepModel Parse(StepShape step)
    {
        var stem = StableNames.ForStep(step.Method.Name);
        var hasInput = step.Parameters.Any(parameter => parameter.Kind == StepParameterKind.Payload);
        var field = _table.Take(stem);
        var inputType = hasInput ? _table.Take(stem + "Input") : null;
        var parameters = Parameters(step, inputType);
        return new StepModel(
            step.Id,
            SourceText.Identifier(step.Method.Name),
            Cref.Of(step.Method),
            SourceText.AccessibilityOfOverride(step.Method, type.ContainingAssembly),
            TextOf(step.Method.ReturnType),
            step.Returns.Kind,
            SourceText.Identifier(field),
            inputType is null ? null : payloads.AddInput(
                inputType,
                $"{_owner}.{names.Steps}.{inputType}",
                InputMembers(step, parameters)),
            payloads.AddOptional(step.Result, Sensitivity.IsResultMarked(step.Method)),
            _machine.Take("Do" + stem),
            parameters,
            Policy(step.Policy),
            step.Key.SelectMany(part => KeyExpressions(step, part, parameters)).ToEquatableArray(),
            step.RateLimit is null ? null : RateLimit(step, step.RateLimit, parameters),
            step.RequiresScope,
            step.Compensator is null ? null : Compensator(step, step.Compensator, stem, parameters),
            Resumes(step),
            step.Queue);
    }

    // Steps of one class take and return the same few types.
    private string TextOf(ITypeSymbol type)
    {
        if (!_texts.TryGetValue(type, out var text))
        {
            _texts.Add(type, text = SourceText.Of(type));
        }

        return text;
    }

    private static List<StepInputMember> InputMembers(StepShape step, EquatableArray<StepParameterModel> parameters)
    {
        var members = new List<StepInputMember>(parameters.Count);
        for (var index = 0; index < parameters.Count; index++)
        {
            if (parameters[index].IsPayload)
            {
                members.Add(new StepInputMember(parameters[index].Member, step.Parameters[index].Symbol));
            }
        }

        return members;
    }

    // What helper methods ask for cannot be told to belong to this step, so the step is then open to every type the class knows.
    private EquatableArray<string> Resumes(StepShape step) => recordedValues
        .Where(value => value.Member == ResumingMember && SymbolEqualityComparer.Default.Equals(value.Caller, step.Method.OriginalDefinition))
        .Select(value => payloads.Add(value.Type, isSensitive: false).Serializer)
        .Distinct(StringComparer.Ordinal)
        .ToEquatableArray();

    private EquatableArray<StepParameterModel> Parameters(StepShape step, string? inputType)
    {
        var members = new UniqueNames(Inherited.Concat([inputType ?? ""]));
        return step.Parameters
            .Select(parameter => new StepParameterModel(
                TextOf(parameter.Type),
                SourceText.Identifier(parameter.Name),
                parameter.Kind,
                parameter.Kind == StepParameterKind.Payload ? SourceText.Identifier(members.Take(parameter.Name)) : "",
                parameter.Kind == StepParameterKind.Service ? ServiceParser.Expression(parameter.Symbol) : ""))
            .ToEquatableArray();
    }

    private static StepPolicyModel Policy(StepPolicyShape policy)
    {
        var standard = StepPolicyShape.Default;
        return new StepPolicyModel(
            policy.MaxAttempts == standard.MaxAttempts ? null : policy.MaxAttempts,
            policy.RetryDelay == standard.RetryDelay ? null : policy.RetryDelay,
            policy.Backoff == standard.Backoff ? null : policy.Backoff.ToString(),
            policy.MaxRetryDelay == standard.MaxRetryDelay ? null : policy.MaxRetryDelay,
            policy.RetryFor,
            policy.Jitter == standard.Jitter ? null : policy.Jitter,
            policy.Timeout,
            policy.NonRetryable.Select(SourceText.Plain).ToEquatableArray(),
            policy.HeartbeatTimeout,
            policy.MaxConcurrency == standard.MaxConcurrency ? null : policy.MaxConcurrency);
    }

    private static RateLimitModel RateLimit(StepShape step, RateLimitShape limit, EquatableArray<StepParameterModel> parameters) => new(
        limit.Key
            .SelectMany(part => part.Parameter is { } parameter ? TextExpressions(step, parameter, parameters) : [Literal.Of(part.Text)])
            .ToEquatableArray(),
        limit.Key.Any(part => part.Parameter is not null),
        limit.Limit,
        limit.Per,
        limit.OnLimit.ToString());

    // Several properties of one parameter are kept apart as in a key.
    private static List<string> TextExpressions(StepShape step, KeyPart part, EquatableArray<StepParameterModel> parameters)
    {
        var texts = KeyExpressions(step, part, parameters).Select(value => $"{RuntimeTypes.KeyText}.Of({value})").ToList();
        return texts.Count == 1 ? texts : [$"{RuntimeTypes.KeyText}.Join({string.Join(", ", texts)})"];
    }

    private static IEnumerable<string> KeyExpressions(StepShape step, KeyPart part, EquatableArray<StepParameterModel> parameters)
    {
        var value = $"input.{parameters[part.Parameter].Member}";
        var type = step.Parameters[part.Parameter].Type;
        var access = type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? "?." : ".";
        return part.Members.IsEmpty ? [value] : part.Members.Select(member => $"{value}{access}{SourceText.Identifier(member.Name)}");
    }

    private CompensatorModel Compensator(
        StepShape step, CompensatorShape compensator, string stem, EquatableArray<StepParameterModel> parameters) => new(
            SourceText.Identifier(compensator.Method.Name),
            Cref.Of(compensator.Method),
            compensator.Method.IsStatic ? SourceText.Plain(compensator.Method.ContainingType) : null,
            compensator.Returns.Kind,
            step.CompensateOn == CompensateOnKind.Started,
            _machine.Take("Undo" + stem),
            compensator.Arguments
                .Select(argument => new CompensatorArgumentModel(argument.Source, Expression(step, argument, parameters)))
                .ToEquatableArray());

    private static string Expression(StepShape step, CompensatorArgument argument, EquatableArray<StepParameterModel> parameters) =>
        argument.Source switch
        {
            CompensatorSource.StepParameter => parameters[argument.StepParameterIndex].Member,
            CompensatorSource.StepResult => ResultExpression(step.Result!, argument.Parameter.Type),
            CompensatorSource.Service => ServiceParser.Expression(argument.Parameter),
            _ => "",
        };

    private static string ResultExpression(ITypeSymbol result, ITypeSymbol parameter)
    {
        // For a value type "no result" and the default value differ only while the parameter can tell them apart.
        if (result.IsValueType && !SymbolEqualityComparer.Default.Equals(result, parameter))
        {
            return $"result.HasValue ? result.Value : ({SourceText.Plain(parameter)})null";
        }

        // A completed step has its result; where it may be missing, the parameter is nullable and takes the null.
        return result.IsReferenceType && parameter.NullableAnnotation != NullableAnnotation.Annotated ? "result.Value!" : "result.Value";
    }
}
