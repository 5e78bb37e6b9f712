using Durable.Storage;

namespace Durable.Testing;

/// <summary>
/// The store as the scenario sees it: another process than the one that dies. A call that the crash interrupts is made again until it is acknowledged,
/// which is why the scenario never sees one.
/// </summary>
internal sealed class CallerStore(IRunStore inner, WriteLog log, Func<Task> crash) : ForwardingStore(inner)
{
    private readonly Lock _gate = new();
    private readonly List<(string RunId, InboxEntry Message)> _acknowledgedMessages = [];
    private readonly List<string> _acknowledgedRuns = [];
    private readonly List<(string RunId, JournalEntry End)> _ends = [];

    /// <summary>The messages that the store confirmed as new.</summary>
    public IReadOnlyList<(string RunId, InboxEntry Message)> AcknowledgedMessages
    {
        get
        {
            lock (_gate)
            {
                return [.. _acknowledgedMessages];
            }
        }
    }

    /// <summary>The runs whose start the store confirmed.</summary>
    public IReadOnlyList<string> AcknowledgedRuns
    {
        get
        {
            lock (_gate)
            {
                return [.. _acknowledgedRuns];
            }
        }
    }

    /// <summary>The ends that callers were told.</summary>
    public IReadOnlyList<(string RunId, JournalEntry End)> ToldEnds
    {
        get
        {
            lock (_gate)
            {
                return [.. _ends];
            }
        }
    }

    public override async ValueTask<CreateOutcome> CreateAsync(NewRun run, CancellationToken cancellationToken = default)
    {
        var outcome = await WriteAsync(WriteLog.Describe(run), () => Inner.CreateAsync(run, cancellationToken)).ConfigureAwait(false);
        lock (_gate)
        {
            _acknowledgedRuns.Add(run.RunId);
        }

        return outcome;
    }

    public override async ValueTask<InboxOutcome> AppendInboxAsync(string runId, InboxEntry message, CancellationToken cancellationToken = default)
    {
        var outcome = await WriteAsync(WriteLog.Describe(runId, message), () => Inner.AppendInboxAsync(runId, message, cancellationToken)).ConfigureAwait(false);
        if (outcome == InboxOutcome.Stored)
        {
            lock (_gate)
            {
                _acknowledgedMessages.Add((runId, message));
            }
        }

        return outcome;
    }

    public override ValueTask<ReopenOutcome> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken = default) =>
        WriteAsync(WriteLog.Describe(reopening), () => Inner.ReopenAsync(reopening, cancellationToken));

    public override ValueTask<DeleteOutcome> DeleteAsync(string runId, CancellationToken cancellationToken = default) =>
        WriteAsync(WriteLog.DescribeDeletion(runId), () =>
        {
            log.Deleted(runId);
            return Inner.DeleteAsync(runId, cancellationToken);
        });

    public override async ValueTask KeepArtifactAsync(string runId, string artifactId, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        await WriteAsync(WriteLog.DescribeArtifact(runId), async () =>
        {
            await Inner.KeepArtifactAsync(runId, artifactId, bytes, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    public override async ValueTask<RunEnd?> WaitForEndAsync(string runId, string? workflow = null, CancellationToken cancellationToken = default)
    {
        var end = await Inner.WaitForEndAsync(runId, workflow, cancellationToken).ConfigureAwait(false);
        if (end is { State.IsFinished: true, End: { } record })
        {
            lock (_gate)
            {
                _ends.Add((runId, record));
            }
        }

        return end;
    }

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;

    private async ValueTask<T> WriteAsync<T>(string description, Func<ValueTask<T>> write)
    {
        var moment = log.Begin(description);
        if (moment == CrashMoment.BeforeWrite)
        {
            await crash().ConfigureAwait(false);
        }

        var outcome = await write().ConfigureAwait(false);
        if (moment is CrashMoment.BeforeAcknowledgement or CrashMoment.AfterWrite)
        {
            await crash().ConfigureAwait(false);
        }

        return outcome;
    }
}
