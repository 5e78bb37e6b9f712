using Durable.Shared.Shape;

namespace Durable.Generators.Models;

/// <summary>One parameter of a step.</summary>
/// <param name="Type">With nullable annotations, as declared.</param>
/// <param name="Name">As declared.</param>
/// <param name="Kind">Whether it is recorded or supplied.</param>
/// <param name="Member">The member of the step's input type that records it; empty unless it is a payload.</param>
/// <param name="Service">The expression over <c>step</c> that resolves it; empty unless it is a service.</param>
internal sealed record StepParameterModel(string Type, string Name, StepParameterKind Kind, string Member, string Service = "")
{
    public bool IsPayload => Kind == StepParameterKind.Payload;
}
