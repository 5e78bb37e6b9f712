namespace Durable;

/// <summary>A workflow context, or a step, was used from a place where recording it would corrupt the journal. Nothing was recorded.</summary>
/// <param name="message">What was called, and from where.</param>
/// <param name="nextAction">Where to call it instead.</param>
/// <param name="runId">The run.</param>
public sealed class ContextMisuseException(string message, string nextAction, string? runId = null)
    : DurableException(DurableErrorCodes.ContextMisuse, message, nextAction, runId);
