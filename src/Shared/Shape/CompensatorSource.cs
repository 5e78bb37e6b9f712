namespace Durable.Shared.Shape;

/// <summary>Where a compensator parameter's value comes from.</summary>
internal enum CompensatorSource
{
    /// <summary>The step's parameter of the same name, as it was recorded.</summary>
    StepParameter,

    /// <summary>The step's recorded result.</summary>
    StepResult,

    /// <summary>The engine's description of the undo attempt.</summary>
    StepContext,

    /// <summary>The engine's token.</summary>
    CancellationToken,

    /// <summary>The services of the undo attempt.</summary>
    Service,
}
