namespace Durable.Tests.Harness;

/// <summary>How a durable task ended, as text, without throwing.</summary>
internal static class TaskOutcome
{
    public static async Task<string> Of(Task task)
    {
        try
        {
            await task;
            return "completed";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
        catch (StepFailedException failed)
        {
            return $"failed: {failed.Error.Message}";
        }
    }
}
