using System.ComponentModel;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Durable.Execution;
using Durable.Serialization;
using Durable.Steps;

namespace Durable.Generated;

/// <summary>The generated description of one step of a workflow.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StepDefinition
{
    private protected StepDefinition(
        string id,
        StepPolicy policy,
        CompensateOn compensateOn,
        PayloadMask? inputMask,
        PayloadMask? resultMask,
        IReadOnlyList<JsonTypeInfo>? resumes,
        JsonSerializerContext? serializers,
        string? queue,
        StepRateLimit? rateLimit,
        string? requiresScope)
    {
        Id = id;
        Policy = policy;
        CompensateOn = compensateOn;
        InputMask = inputMask;
        ResultMask = resultMask;
        Resumes = resumes ?? [];
        Serializers = serializers;
        Queue = queue;
        RateLimit = rateLimit;
        RequiresScope = requiresScope;
    }

    /// <summary>The stable id.</summary>
    public string Id { get; }

    /// <summary>Retries and time-out.</summary>
    public StepPolicy Policy { get; }

    /// <summary>Which calls are undone, where <see cref="HasCompensator"/> is true.</summary>
    public CompensateOn CompensateOn { get; }

    /// <summary>How often attempts may start; null for no limit.</summary>
    public StepRateLimit? RateLimit { get; }

    /// <summary>What the run's principal must hold; null for nothing.</summary>
    public string? RequiresScope { get; }

    /// <summary>What of the recorded parameters is not to be shown; null when all may be.</summary>
    public PayloadMask? InputMask { get; }

    /// <summary>What of the recorded result is not to be shown; null when all may be.</summary>
    public PayloadMask? ResultMask { get; }

    /// <summary>Serializers of what the step's own code asks to be resumed with; empty where it asks for nothing, or elsewhere.</summary>
    internal IReadOnlyList<JsonTypeInfo> Resumes { get; }

    /// <summary>Serializers that the step's class brings along; null where they are the workflow's.</summary>
    internal JsonSerializerContext? Serializers { get; }

    /// <summary>The queue whose workers run the step; null where the run's own worker does.</summary>
    public string? Queue { get; }

    /// <summary>Makes what a worker of the queue runs the step on, for a step of a <c>[Steps]</c> class; null where that is the workflow.</summary>
    internal Func<IServiceProvider, WorkflowRun, object>? CreateOwner { get; private set; }

    /// <summary>Whether the step can be undone.</summary>
    public abstract bool HasCompensator { get; }

    internal abstract Type ResultType { get; }

    /// <summary>The first class that claims the step has it: the one that declares it.</summary>
    internal void ClaimBy(Func<IServiceProvider, WorkflowRun, object> createOwner) => CreateOwner ??= createOwner;

    /// <summary>The step as the body of a task.</summary>
    internal abstract StepOperation CreateTask(ActiveRun run, StepPlace place, object owner, ReadOnlyMemory<byte> input);
}

/// <summary>The generated description of one step, with its input and result types.</summary>
/// <typeparam name="TInput">The payload parameters as one value, or <see cref="Nothing"/>.</typeparam>
/// <typeparam name="TResult">The result, or <see cref="Nothing"/>.</typeparam>
/// <param name="id">The stable id.</param>
/// <param name="policy">Retries and time-out.</param>
/// <param name="input">Serializer of the parameters; null exactly when <typeparamref name="TInput"/> is <see cref="Nothing"/>.</param>
/// <param name="result">Serializer of the result; null exactly when <typeparamref name="TResult"/> is <see cref="Nothing"/>.</param>
/// <param name="invoke">Runs the author's method on the given workflow instance.</param>
/// <param name="compensate">Runs the author's compensator on the given workflow instance; null when there is none.</param>
/// <param name="compensateOn">Which calls are undone.</param>
/// <param name="inputMask">What of the parameters is sensitive; null when nothing is.</param>
/// <param name="resultMask">What of the result is sensitive; null when nothing is.</param>
/// <param name="resumes">Serializers of what the step asks to be resumed with; null where it asks for nothing.</param>
/// <param name="serializers">For a step of a <c>[Steps]</c> class: serializers of the other types that the class records; null where it records none.</param>
/// <param name="queue">The queue whose workers run the step; null where the run's own worker does.</param>
/// <param name="requiresScope">What the run's principal must hold; null for nothing.</param>
/// <param name="rateLimit">How often attempts may start; null for no limit.</param>
/// <param name="rateLimitKey">The name of the limit's bucket; given together with <paramref name="rateLimit"/>.</param>
/// <param name="key">The key of a call (<see cref="KeyText.Join"/>); null for a step whose calls are told apart by their order.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StepDefinition<TInput, TResult>(
    string id,
    StepPolicy policy,
    JsonTypeInfo<TInput>? input,
    JsonTypeInfo<TResult>? result,
    Func<object, TInput, StepContext, Task<TResult>> invoke,
    Func<object, TInput, RecordedResult<TResult>, StepContext, Task>? compensate = null,
    CompensateOn compensateOn = CompensateOn.Completed,
    PayloadMask? inputMask = null,
    PayloadMask? resultMask = null,
    IReadOnlyList<JsonTypeInfo>? resumes = null,
    JsonSerializerContext? serializers = null,
    string? queue = null,
    string? requiresScope = null,
    StepRateLimit? rateLimit = null,
    Func<TInput, string>? rateLimitKey = null,
    Func<TInput, string>? key = null)
    : StepDefinition(id, policy, compensateOn, inputMask, resultMask, resumes, serializers, queue, rateLimit, requiresScope)
{
    /// <inheritdoc/>
    public override bool HasCompensator => Compensate is not null;

    internal override Type ResultType => typeof(TResult);

    internal JsonTypeInfo<TInput>? Input { get; } = input;

    internal JsonTypeInfo<TResult>? Result { get; } = result;

    internal Func<object, TInput, StepContext, Task<TResult>> Invoke { get; } = invoke;

    internal Func<object, TInput, RecordedResult<TResult>, StepContext, Task>? Compensate { get; } = compensate;

    /// <summary>One call of the step.</summary>
    internal StepOperation<TInput, TResult> Call(ActiveRun run, string name, object owner, TInput input, bool isWithdrawable) => Queue is null
        ? new StepOperation<TInput, TResult>(run, run.NextId(name), owner, this, input, isWithdrawable) { LimitName = LimitOf(run, name) }
        : new RemoteStepOperation<TInput, TResult>(run, run.NextId(name), owner, this, input, isWithdrawable);

    internal override StepOperation CreateTask(ActiveRun run, StepPlace place, object owner, ReadOnlyMemory<byte> input) =>
        new StepTaskOperation<TInput, TResult>(run, place, owner, this, input)
        {
            LimitName = Policy.MaxConcurrency is null
                ? null
                : LimitOf(run, NameOf(PayloadSerializer.Read(Input, input, "input", place.RunId, place.OperationId)!)),
        };

    // A key names calls, and limits them, within one workflow.
    private string? LimitOf(ActiveRun run, string name) => Policy.MaxConcurrency is null ? null : $"{run.Definition.Name}/{name}";

    internal string RateLimitKeyOf(TInput input) => rateLimitKey!(input);

    /// <summary>What a call is recorded under: <c>charge</c>, or <c>charge[o-42]</c>.</summary>
    internal string NameOf(TInput input) => key is null ? Id : $"{Id}[{key(input)}]";
}
