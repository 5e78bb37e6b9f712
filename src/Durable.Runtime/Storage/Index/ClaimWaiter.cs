namespace Durable.Storage;

/// <summary>A worker that waits until its claim might return something.</summary>
internal sealed class ClaimWaiter(ClaimRequest request)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public ClaimRequest Request { get; } = request;
}
