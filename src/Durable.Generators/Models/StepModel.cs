using Durable.Shared.Shape;

namespace Durable.Generators.Models;

/// <summary>One step of a workflow: how to override it, how to record its calls, how to run and undo it.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="MethodName">The author's method.</param>
/// <param name="Cref">Names the author's method in documentation.</param>
/// <param name="Accessibility">What an override in the author's assembly must be declared as.</param>
/// <param name="ReturnType">With nullable annotations, as declared.</param>
/// <param name="Returns">The shape of <paramref name="ReturnType"/>.</param>
/// <param name="Field">Name of its definition in the step table.</param>
/// <param name="Input">The type that holds its payload arguments, within the step table; null when there are none.</param>
/// <param name="Result">Null when there is nothing to record but the fact.</param>
/// <param name="DoMethod">Name of the state machine's method that calls the author's.</param>
/// <param name="Parameters">In order of declaration.</param>
/// <param name="Policy">Retries and time-out.</param>
/// <param name="Key">The expressions over <c>input</c> whose texts name a call; empty for a step whose calls are told apart by their order.</param>
/// <param name="RateLimit">Null for no limit.</param>
/// <param name="RequiresScope">Null for none.</param>
/// <param name="Compensator">Null for a step that needs no undoing.</param>
/// <param name="Resumes">Serializers of what the step's own code asks to be resumed with.</param>
/// <param name="Queue">The queue whose workers run the step; null where the run's own worker does.</param>
internal sealed record StepModel(
    string Id,
    string MethodName,
    string Cref,
    string Accessibility,
    string ReturnType,
    AwaitableKind Returns,
    string Field,
    PayloadReference? Input,
    PayloadReference? Result,
    string DoMethod,
    EquatableArray<StepParameterModel> Parameters,
    StepPolicyModel Policy,
    EquatableArray<string> Key,
    RateLimitModel? RateLimit,
    string? RequiresScope,
    CompensatorModel? Compensator,
    EquatableArray<string> Resumes,
    string? Queue)
{
    public string? InputType => Input?.Type;
}
