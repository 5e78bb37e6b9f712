using System.Runtime.ExceptionServices;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>
/// A run rebuilt only to be asked something: it replays like any other, never goes live, and so begins nothing and commits nothing,
/// whoever owns the run meanwhile.
/// </summary>
internal sealed partial class ActiveRun
{
    private bool _isCopy;

    // Why a copy cannot go on, where nobody could be told at once.
    private Exception? _refusal;

    /// <summary>Replays a run as it is stored, up to and with the signals in its inbox, and asks it.</summary>
    /// <param name="services">What runs of this process share.</param>
    /// <param name="run">The run's row, journal and inbox. Its lease is not looked at.</param>
    /// <param name="definition">The workflow's definition.</param>
    /// <param name="ask">Called on the run's own thread.</param>
    /// <exception cref="DurableException">The journal cannot be read, or does not fit the code (<see cref="ReplayMismatchException"/>).</exception>
    public static async Task<T> AnswerAsync<T>(
        WorkerServices services, ClaimedRun run, WorkflowDefinition definition, Func<ActiveRun, WorkflowContext, T> ask)
    {
        var copy = new ActiveRun(services, run, definition, static (_, _) => { }) { _isCopy = true };
        try
        {
            copy.ReplayToRead();
            using (copy.Scheduler.Enter())
            {
                return ask(copy, copy._context);
            }
        }
        catch (JournalFormatException exception)
        {
            throw new DurableException(
                DurableErrorCodes.JournalTooNew,
                $"The journal of run '{run.Run.RunId}' cannot be replayed: {exception.Message}.",
                "Ask through the version of the library that wrote it.",
                run.Run.RunId,
                innerException: exception);
        }
        finally
        {
            await copy.DisposeScopeAsync().ConfigureAwait(false);
        }
    }

    private void ReplayToRead()
    {
        CreateInstance();
        var records = ReadHistory();
        IsRepeating = true;
        records.ForEach(DeliverToCopy);

        // Who has sent a signal or an answer and then asks expects to be answered with it.
        var now = Math.Max(records[^1].Timestamp, Time());
        foreach (var message in _claim.Inbox)
        {
            if (Foresee(message.Entry) is { } record)
            {
                record.Stamp(++_length, now);
                DeliverToCopy(record);
            }
        }
    }

    /// <summary>As <see cref="Deliver(JournalRecord)"/>, for a run that nobody owns here: what would park it is thrown to whoever asked.</summary>
    private void DeliverToCopy(JournalRecord record)
    {
        Deliver(record);
        if (_refusal is { } refusal)
        {
            ExceptionDispatchInfo.Throw(refusal);
        }
    }

    private JournalRecord? Foresee(InboxEntry message) => message.Kind switch
    {
        InboxKinds.Signal => new SignalRecord(message.Name ?? "") { Payload = message.Payload },
        InboxKinds.Answer => ToRecord(message),
        _ => null,
    };
}
