using Durable.Execution;
using Durable.Generated;

namespace Durable.Signals;

/// <summary>A wait with a time-out: first come, first recorded.</summary>
internal sealed class TimedSignalOperation<T>(ActiveRun run, string id, SignalDefinition<T> signal, long deadline)
    : SignalWait(run, id, signal.Name, deadline)
{
    private readonly TaskCompletionSource<SignalResult<T>> _done = new();

    public Task<SignalResult<T>> Task => _done.Task;

    protected override void Received(ReadOnlyMemory<byte> payload) =>
        _done.TrySetResult(new SignalResult<T>(true, Run.ReadSignal(signal, payload)));

    protected override void TimedOut() => _done.TrySetResult(default);

    protected override void Cancelled() => _done.TrySetCanceled();
}
