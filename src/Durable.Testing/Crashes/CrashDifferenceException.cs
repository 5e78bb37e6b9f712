namespace Durable.Testing;

/// <summary>A crash changed what the runs ended with, or broke one of the engine's promises.</summary>
public sealed class CrashDifferenceException : DurableException
{
    internal CrashDifferenceException(int write, CrashMoment moment, string description, string difference, Exception? innerException = null)
        : base(DurableErrorCodes.CrashDifference, $"{Describe(moment)} write {write} ({description}): {difference}", innerException: innerException)
    {
        Write = write;
        Moment = moment;
        Difference = difference;
    }

    /// <summary>Around which write the process died, from 1.</summary>
    public int Write { get; }

    /// <summary>When, around that write.</summary>
    public CrashMoment Moment { get; }

    /// <summary>What was different from the fault-free play, or which promise was broken.</summary>
    public string Difference { get; }

    private static string Describe(CrashMoment moment) => moment switch
    {
        CrashMoment.BeforeWrite => "A crash before",
        CrashMoment.BeforeAcknowledgement => "A crash after (and before the acknowledgement of)",
        _ => "A crash after",
    };
}
