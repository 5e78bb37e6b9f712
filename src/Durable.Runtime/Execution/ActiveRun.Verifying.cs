using Durable.Journal;
using Durable.Serialization;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>A recorded run rebuilt only to be compared with today's code: it never goes live, so it begins nothing and commits nothing.</summary>
internal sealed partial class ActiveRun
{
    /// <summary>Replays a history and finds the first difference.</summary>
    /// <param name="services">What runs of a process share; its store is not used.</param>
    /// <param name="run">The run's row and journal.</param>
    /// <param name="definition">The workflow's definition.</param>
    /// <exception cref="ReplayMismatchException">The code asks for something else than the run recorded, or ends otherwise.</exception>
    public static async Task VerifyAsync(WorkerServices services, ClaimedRun run, WorkflowDefinition definition)
    {
        var copy = new ActiveRun(services, run, definition, static (_, _) => { }) { _isCopy = true };
        try
        {
            copy.ReplayToCompare();
        }
        finally
        {
            await copy.DisposeScopeAsync().ConfigureAwait(false);
        }
    }

    private void ReplayToCompare()
    {
        try
        {
            CreateInstance();
        }
#pragma warning disable CA1031 // whatever a constructor or a missing service throws is why there is no replay
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid,
                $"The class of workflow '{_definition.Name}' cannot be created for a replay: {exception.Message}",
                "Register what its constructor uses.",
                RunId,
                innerException: exception);
        }

        var records = ReadHistory().ToList();
        foreach (var record in records)
        {
            if (record is EndRecord end)
            {
                CompareEnd(end);
            }

            DeliverToCopy(record);
        }

        if (!records[^1].EndsJournal && !IsBodyOver && _operations.Count == 0)
        {
            throw Mismatch(records[^1], "the code's body then waits for something that is no durable operation, so nothing could wake it");
        }
    }

    /// <summary>What replay itself need not check, because an ended run is not replayed: that the code ends like that, too.</summary>
    private void CompareEnd(EndRecord recorded)
    {
        if (recorded.Status == RunStatus.Terminated)
        {
            // From outside, wherever the body was.
            return;
        }

        if (!IsBodyOver || _operations.Count > 0)
        {
            throw Mismatch(recorded, Waiting());
        }

        var now = End();
        if (now.Status != recorded.Status)
        {
            throw Mismatch(recorded, $"the code ends the run as {now.Status} ({now.Error?.Message ?? "with a result"}); recorded was {recorded.Status} ({recorded.Error?.Message ?? "with a result"})");
        }

        if (!now.Result.Span.SequenceEqual(recorded.Result.Span))
        {
            throw Mismatch(recorded, $"the code returns another result: recorded {PayloadExcerpt.Of(recorded.Result, _definition.ResultMask)}, now {PayloadExcerpt.Of(now.Result, _definition.ResultMask)}");
        }

        if (now.Error?.Message != recorded.Error?.Message || now.Error?.Kind != recorded.Error?.Kind)
        {
            throw Mismatch(recorded, $"the code fails with '{now.Error?.Message}'; recorded was '{recorded.Error?.Message}'");
        }
    }
}
