using Durable.Execution;
using Durable.Generated;

namespace Durable.Signals;

/// <summary>A wait without a time-out.</summary>
internal sealed class SignalOperation<T>(ActiveRun run, string id, SignalDefinition<T> signal)
    : SignalWait(run, id, signal.Name, deadline: null)
{
    private readonly TaskCompletionSource<T> _done = new();

    public Task<T> Task => _done.Task;

    protected override void Received(ReadOnlyMemory<byte> payload) => _done.TrySetResult(Run.ReadSignal(signal, payload)!);

    protected override void TimedOut()
    {
    }

    protected override void Cancelled() => _done.TrySetCanceled();
}
