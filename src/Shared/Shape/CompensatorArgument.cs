using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <param name="Parameter">The compensator's parameter.</param>
/// <param name="Source">Where its value comes from.</param>
/// <param name="StepParameterIndex">Which of <see cref="StepShape.Parameters"/>; -1 for other sources.</param>
internal sealed record CompensatorArgument(IParameterSymbol Parameter, CompensatorSource Source, int StepParameterIndex = -1);
