using Durable.Principals;

namespace Durable.Steps;

/// <summary>A call made up by a unit test.</summary>
internal sealed record TestStepCall(
    string RunId, string StepId, string IdempotencyKey, object? Snapshot, object? Resume, object? Heartbeat, Principal? Principal, RunSpend Spend) : IStepCall
{
    public decimal? SpendLeft => Spend.Left;

    public StepSuspendedException Suspend<T>(T snapshot) => new(RunId, StepId, snapshot);

    public StepSuspendedException Suspend() => new(RunId, StepId, snapshot: null);

    public bool TryGetSnapshot<T>(out T? snapshot) => TryGet(Snapshot, out snapshot);

    public bool TryGetResume<T>(out T? data) => TryGet(Resume, out data);

    public bool TryGetHeartbeat<T>(out T? details) => TryGet(Heartbeat, out details);

    void IStepCall.Heartbeat<T>(int attempt, T details)
    {
    }

    public string GetCallbackToken(int attempt, CancellationToken cancellationToken) => $"test-token-of-{StepId}";

    private static bool TryGet<T>(object? value, out T? typed)
    {
        typed = value is T given ? given : default;
        return value is T;
    }
}
