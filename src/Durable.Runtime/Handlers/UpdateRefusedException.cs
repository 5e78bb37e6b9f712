namespace Durable;

/// <summary>An update's validator refused it; its method was not called.</summary>
public sealed class UpdateRefusedException : DurableException
{
    internal UpdateRefusedException(string runId, string update, string reason)
        : base(
            DurableErrorCodes.UpdateRefused,
            $"The run '{runId}' refused the update '{update}': {(reason.Length == 0 ? "its validator gave no reason." : reason)}",
            runId: runId)
    {
        NextAction = "See Reason, and send what the validator accepts. Nothing was recorded.";
        Update = update;
        Reason = reason;
    }

    /// <summary>The update's stable name.</summary>
    public string Update { get; }

    /// <summary>What the validator said; may be empty.</summary>
    public string Reason { get; }
}
