using Durable.Journal;

namespace Durable.Steps;

/// <summary>How far one call of a step has come, as far as records tell: whether it can be resumed, and by which token.</summary>
/// <param name="operationId">The call.</param>
internal sealed class SuspendedStep(string operationId)
{
    private readonly Dictionary<string, int> _rounds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private SuspendRecord? _suspended;

    /// <summary>The id of the step's declaration; null before the call has suspended or given out a token.</summary>
    public string? Step { get; private set; }

    /// <summary>The task that carries it out on another worker; null where its own run does.</summary>
    public string? TaskRunId { get; private set; }

    /// <summary>How often it was resumed.</summary>
    public int Resumes { get; private set; }

    /// <summary>It has its outcome.</summary>
    public bool IsOver { get; private set; }

    public bool IsSuspended => !IsOver && _suspended?.Resumes == Resumes;

    /// <summary>Whether it was resumed with this idempotency key.</summary>
    public bool WasResumedBy(string? key) => key is not null && _keys.Contains(key);

    /// <summary>Whether the token with this hash was given out, and whether it still does anything.</summary>
    public (bool IsKnown, bool IsGood) Find(string hash) =>
        _rounds.TryGetValue(hash, out var round) ? (true, !IsOver && round == Resumes) : (false, false);

    /// <summary>Takes a record, or a message that is about to become one, in order.</summary>
    public void Take(JournalRecord record)
    {
        if (record.OperationId != operationId)
        {
            return;
        }

        switch (record)
        {
            case SuspendRecord suspended:
                _suspended = suspended;
                Step = suspended.Step;
                break;
            case ResumeRecord resumed:
                Resumes++;
                if (resumed.Key is not null)
                {
                    _keys.Add(resumed.Key);
                }

                break;
            case TaskRecord { Error: null } task:
                TaskRunId = task.RunId;
                break;
            case AttemptRecord:
                _suspended = null;
                break;
            case TokenRecord token:
                Step = token.Step;
                _rounds[token.Hash] = Resumes;
                break;
            case StepRecord or StepErrorRecord:
                IsOver = true;
                break;
            default:
                break;
        }
    }
}
