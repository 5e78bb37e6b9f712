using Durable.Generators.Models;
using Durable.Shared.Shape;

namespace Durable.Generators.Emitting;

/// <summary>Which of the engine's values a call of the author's method needs, so that nothing unused is passed along.</summary>
internal readonly record struct StepCall(bool UsesInput, bool UsesResult, bool UsesContext)
{
    /// <summary>Those values, as arguments.</summary>
    public string Arguments => string.Join(", ", Choose("input", "result", "step"));

    public static StepCall ForStep(StepModel step) => new(
        UsesInput: step.InputType is not null,
        UsesResult: false,
        UsesContext: step.Parameters.Any(parameter => !parameter.IsPayload));

    public static StepCall ForCompensator(CompensatorModel compensator) => new(
        UsesInput: compensator.Arguments.Any(argument => argument.Source == CompensatorSource.StepParameter),
        UsesResult: compensator.Arguments.Any(argument => argument.Source == CompensatorSource.StepResult),
        UsesContext: compensator.Arguments.Any(argument => argument.Source is CompensatorSource.StepContext or CompensatorSource.CancellationToken or CompensatorSource.Service));

    public string InputOr(string otherwise) => UsesInput ? "input" : otherwise;

    public string ResultOr(string otherwise) => UsesResult ? "result" : otherwise;

    public string ContextOr(string otherwise) => UsesContext ? "step" : otherwise;

    /// <summary>Those of the three that are used, in the order of a compensator's delegate.</summary>
    public IEnumerable<string> Choose(string input, string result, string context)
    {
        if (UsesInput)
        {
            yield return input;
        }

        if (UsesResult)
        {
            yield return result;
        }

        if (UsesContext)
        {
            yield return context;
        }
    }
}
