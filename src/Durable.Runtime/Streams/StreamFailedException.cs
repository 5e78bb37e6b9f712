namespace Durable;

/// <summary>The source of a stream failed, or was stopped, before its end. Thrown where the body awaits the stream, and where a reader gets to the end of it.</summary>
public sealed class StreamFailedException : DurableException
{
    internal StreamFailedException(string runId, string streamId, int chunks, ErrorInfo error)
        : base(
            DurableErrorCodes.StreamFailed,
            $"The stream '{streamId}' of the run '{runId}' failed after {chunks} chunks: {(error.Message.Length == 0 ? error.Kind : error.Message)}",
            runId: runId,
            stepId: streamId)
    {
        NextAction = "See Error for the cause. The chunks that were recorded stay readable.";
        Chunks = chunks;
        Error = error;
    }

    /// <summary>How many chunks were recorded before; they stay readable.</summary>
    public int Chunks { get; }

    /// <summary>What went wrong, as it was recorded.</summary>
    public ErrorInfo Error { get; }
}
