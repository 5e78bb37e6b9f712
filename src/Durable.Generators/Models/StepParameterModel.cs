using Durable.Shared.Shape;

namespace Durable.Generators.Models;

/// <summary>One parameter of a step.</summary>
/// <param name="Type">With nullable annotations, as declared.</param>
/// <param name="Name">As declared.</param>
/// <param name="Kind">Whether it is recorded or supplied.</param>
/// <param name="Member">The member of the step's input type that records it; empty unless it is a payload.</param>
internal sealed record StepParameterModel(string Type, string Name, StepParameterKind Kind, string Member)
{
    public bool IsPayload => Kind == StepParameterKind.Payload;
}
