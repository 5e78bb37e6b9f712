using Durable.Journal;
using Durable.Steps;

namespace Durable.Execution;

/// <summary>Operations that are named by a key rather than by their order: the code may have been changed to ask for them later than it did.</summary>
internal sealed partial class ActiveRun
{
    // By operation, in order: recorded, and not asked for so far.
    private Dictionary<string, List<JournalRecord>>? _early;

    /// <summary>Keeps a record until the body asks for its operation; false for one whose operation must have been asked for by now.</summary>
    private bool TryKeep(OperationRecord record)
    {
        if (IsBodyOver || !record.OperationId.Contains('[', StringComparison.Ordinal))
        {
            return false;
        }

        _early ??= new Dictionary<string, List<JournalRecord>>(StringComparer.Ordinal);
        if (!_early.TryGetValue(record.OperationId, out var records))
        {
            _early.Add(record.OperationId, records = []);
        }

        records.Add(record);
        return true;
    }

    /// <summary>The same for what resumed a step that is kept already.</summary>
    private void KeepResume(ResumeRecord record)
    {
        if (_early is not null && _early.TryGetValue(record.OperationId, out var records))
        {
            records.Add(record);
        }
    }

    private void DeliverEarly(Operation operation)
    {
        if (_early is null || !_early.Remove(operation.Id, out var records))
        {
            return;
        }

        try
        {
            foreach (var record in records)
            {
                Deliver(operation, record);
            }
        }
        catch (Exception exception) when (Park(exception))
        {
            // The body must not see it: its catch blocks are not meant for this.
        }
    }

    private static void Deliver(Operation operation, JournalRecord record)
    {
        if (record is OperationRecord own)
        {
            operation.Deliver(own);
        }
        else if (record is ResumeRecord resume && operation is AttemptedOperation step)
        {
            step.Resume(resume);
        }
    }

    /// <exception cref="ReplayMismatchException">The body is over and something that it did before was never asked for.</exception>
    private void CheckNothingKept()
    {
        if (_early is { Count: > 0 })
        {
            throw Mismatch(_early.Values.MinBy(static records => records[0].Position)![0], Waiting());
        }
    }
}
