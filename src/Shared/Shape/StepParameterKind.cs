namespace Durable.Shared.Shape;

/// <summary>Where a step parameter's value comes from.</summary>
internal enum StepParameterKind
{
    /// <summary>The caller; recorded as part of the step's input.</summary>
    Payload,

    /// <summary>The engine's description of the attempt.</summary>
    StepContext,

    /// <summary>The engine's token, linked with the caller's.</summary>
    CancellationToken,

    /// <summary>The services of the attempt.</summary>
    Service,
}
