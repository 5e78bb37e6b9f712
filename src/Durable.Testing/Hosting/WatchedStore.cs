using System.Runtime.InteropServices;
using Durable.Storage;

namespace Durable.Testing;

/// <summary>A store that lets the test host see who waits for a run, and whether a write is on its way.</summary>
internal sealed class WatchedStore(IRunStore inner, Beat beat) : ForwardingStore(inner)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _awaited = new(StringComparer.Ordinal);
    private string? _lastAwaited;
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ValueTask? _claimable;
    private int _underWay;

    /// <summary>Writes and reads of the engine that have not come back yet.</summary>
    public bool IsBusy => Volatile.Read(ref _underWay) > 0;

    /// <summary>Whether somebody waits for a run, be it that what is waited for has come just now.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_gate)
            {
                return _awaited.Count > 0;
            }
        }
    }

    /// <summary>Whether a claim would find something now.</summary>
    public bool HasClaimable(ClaimRequest request)
    {
        lock (_gate)
        {
            // One that has not completed yet says that nothing has become claimable since it was asked for.
            if (_claimable is not { IsCompleted: false })
            {
#pragma warning disable CA2012 // looked at, never awaited
                _claimable = Inner.WaitForClaimableAsync(request, CancellationToken.None);
#pragma warning restore CA2012
            }

            return _claimable.Value.IsCompleted;
        }
    }

    /// <summary>The store behind this one is another one now: nothing is known of what can be claimed.</summary>
    public void LookAnew()
    {
        lock (_gate)
        {
            _claimable = null;
        }
    }

    /// <summary>A run that somebody waits for, and which has not ended.</summary>
    public async Task<RunRow?> FindAwaitedAsync()
    {
        string[] awaited;
        lock (_gate)
        {
            // Asked before every jump of the clock, and nearly always answered by the same run.
            awaited = _lastAwaited is { } last && _awaited.ContainsKey(last) ? [last] : [];
        }

        return await FirstUnsettledAsync(awaited).ConfigureAwait(false) ?? await FirstUnsettledAsync(All()).ConfigureAwait(false);
    }

    /// <summary>Ends every wait for a run, now and from now on.</summary>
    public void Stall(Exception reason)
    {
        _stalled.TrySetException(reason);
        _ = _stalled.Task.Exception;
    }

    public override ValueTask<CreateOutcome> CreateAsync(NewRun run, CancellationToken cancellationToken = default) =>
        WatchAsync(Inner.CreateAsync(run, cancellationToken));

    public override ValueTask<InboxOutcome> AppendInboxAsync(string runId, InboxEntry message, CancellationToken cancellationToken = default) =>
        WatchAsync(Inner.AppendInboxAsync(runId, message, cancellationToken));

    public override ValueTask<RunEnd?> WaitForEndAsync(string runId, string? workflow = null, CancellationToken cancellationToken = default) =>
        AwaitAsync(runId, token => Inner.WaitForEndAsync(runId, workflow, token), cancellationToken);

    public override ValueTask<RunRow?> WaitForChangeAsync(RunRow known, CancellationToken cancellationToken = default) =>
        AwaitAsync(known.RunId, token => Inner.WaitForChangeAsync(known, token), cancellationToken);

    private async ValueTask<T> AwaitAsync<T>(string runId, Func<CancellationToken, ValueTask<T>> wait, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_awaited, runId, out _)++;
        }

        beat.Tell();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var awaited = wait(over.Token).AsTask();
            await Task.WhenAny(awaited, _stalled.Task).ConfigureAwait(false);
            if (!awaited.IsCompleted)
            {
                await _stalled.Task.ConfigureAwait(false);
            }

            return await awaited.ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            lock (_gate)
            {
                if (--CollectionsMarshal.GetValueRefOrAddDefault(_awaited, runId, out _) == 0)
                {
                    _awaited.Remove(runId);
                }
            }
        }
    }

    private string[] All()
    {
        lock (_gate)
        {
            return [.. _awaited.Keys];
        }
    }

    private async Task<RunRow?> FirstUnsettledAsync(string[] runIds)
    {
        foreach (var runId in runIds)
        {
            if (await Inner.FindAsync(runId).ConfigureAwait(false) is { State.IsSettled: false } row)
            {
                lock (_gate)
                {
                    _lastAwaited = runId;
                }

                return row;
            }
        }

        return null;
    }

    // What callers write; the engine's own writes are known to its runs.
    private async ValueTask<T> WatchAsync<T>(ValueTask<T> write)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            return await write.ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
            beat.Tell();
        }
    }
}
