namespace Durable;

/// <summary>Nobody answered a question in time. Thrown where the body awaits the answer; the same on replay.</summary>
public sealed class AskExpiredException : DurableException
{
    internal AskExpiredException(string runId, string askId)
        : base(DurableErrorCodes.AskExpired, $"Nobody answered '{askId}' of the run '{runId}' in time.", runId: runId, stepId: askId)
    {
        NextAction = "Ask again, or go on without an answer.";
    }
}
