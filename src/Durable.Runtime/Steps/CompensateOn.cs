namespace Durable;

/// <summary>Which calls of a step its compensator undoes.</summary>
public enum CompensateOn
{
    /// <summary>Calls that completed.</summary>
    Completed,

    /// <summary>
    /// Also calls that were started and whose effect is unknown: attempts used up, timed out, or cancelled.
    /// The compensator's result parameter is then null.
    /// </summary>
    Started,
}
