using System.Runtime.InteropServices;

namespace Durable.Storage.Files;

// Messages on their way into inboxes.
internal sealed partial class FileStore
{
    // Runs to which something is on its way whose number is not known before it is durable: what a commit sends may go to a run that ends first or does not exist yet,
    // and who holds a run that nobody held would have to be found out. What comes after such a message cannot be numbered early either.
    private readonly Dictionary<string, int> _unnumbered = new(StringComparer.Ordinal);

    public async ValueTask<InboxOutcome> AppendInboxAsync(string runId, InboxEntry message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        Journal.ThrowIfUnusable();
        var found = Look(runId);
        if (found.Run is not { } run)
        {
            return Read(runId, found) is null ? InboxOutcome.RunNotFound : InboxOutcome.RunFinished;
        }

        var write = new InboxWrite(this, run, message) { Line = Lines.Inbox(runId, message) };
        bool isWriter;
        Task<InboxOutcome>? same;
        lock (_runs.Gate)
        {
            if (Refuse(run, write, out same) is { } refused && same is null)
            {
                write.Line.Dispose();
                return refused;
            }

            isWriter = same is null && Queue(run, write);
        }

        if (same is not null)
        {
            // The message with this key is on its way. Only once that is durable may this one be called a duplicate of it.
            write.Line.Dispose();
            var outcome = await same.WaitAsync(cancellationToken).ConfigureAwait(false);
            return outcome == InboxOutcome.Stored ? InboxOutcome.Duplicate : outcome;
        }

        if (write.Holder is { } holder)
        {
            if (isWriter)
            {
                Journal.HandOver();
            }

            // The writer's thread takes longer to wake up than the run to take the message: mostly one flush does for both.
            write.HolderKnows = holder.Owner.InboxChanging(runId);
        }
        else if (isWriter)
        {
            Journal.Write();
        }

        return await write.Outcome.ConfigureAwait(false);
    }

    /// <summary>Why a message is not stored, if so; with the index's gate held.</summary>
    /// <param name="run">Whom it is for.</param>
    /// <param name="write">The message.</param>
    /// <param name="same">The write of the message with the same key, while that is on its way: its outcome decides.</param>
    private static InboxOutcome? Refuse(FileRun run, InboxWrite write, out Task<InboxOutcome>? same)
    {
        same = null;
        return run.IsFinished ? InboxOutcome.RunFinished
            : write.Entry.IdempotencyKey is { } key && !run.NeedExtras().TryAddKey(key, write.Outcome, out same) ? InboxOutcome.Duplicate
            : null;
    }

    /// <summary>Queues a message; with the index's gate held, so that lines come in the order of their numbers.</summary>
    /// <returns>As <see cref="JournalWriter.Add"/>.</returns>
    private bool Queue(FileRun run, InboxWrite write)
    {
        bool isWriter;
        try
        {
            isWriter = Journal.Add(write);
        }
        catch (Exception error) when (error is StoreFailedException or ObjectDisposedException)
        {
            // Others may wait for the message with this key already.
            write.Line.Dispose();
            write.Complete(error);
            return false;
        }

        if (run.Lease is { } holder && !_unnumbered.ContainsKey(run.Id))
        {
            RunIndex<FileRun>.Expect(run, write.Entry);
            write.Holder = holder;
        }
        else
        {
            AddUnnumbered(run.Id);
        }

        return isWriter;
    }

    /// <summary>A message is durable.</summary>
    /// <param name="run">Whom it was for.</param>
    /// <param name="message">The message.</param>
    /// <param name="isExpected">Whether it has its number already.</param>
    internal InboxOutcome ApplyMessage(FileRun run, InboxEntry message, bool isExpected)
    {
        if (!isExpected)
        {
            RemoveUnnumbered(run.Id);
        }

        // The run's end may have become durable while the message was on its way: in the order of lines, which recovery follows too, the end wins.
        if (run.IsFinished)
        {
            return InboxOutcome.RunFinished;
        }

        if (isExpected)
        {
            _runs.Arrive(run, message);
            return InboxOutcome.Stored;
        }

        // A commit of another run may have brought a message with the same key meanwhile.
        return _runs.Deliver(run, message) ? InboxOutcome.Stored : InboxOutcome.Duplicate;
    }

    private void AddUnnumbered(string runId)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_unnumbered, runId, out _);
        count++;
    }

    private void RemoveUnnumbered(string runId)
    {
        if (--CollectionsMarshal.GetValueRefOrNullRef(_unnumbered, runId) == 0)
        {
            _unnumbered.Remove(runId);
        }
    }

    private void RemoveUnnumbered(IReadOnlyList<RunMessage> messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            RemoveUnnumbered(messages[i].RunId);
        }
    }
}
