using System.Globalization;
using Durable.Crash.Child.Commands;

namespace Durable.Crash.Tests.Killing;

/// <summary>One run as the driver knows it: what was asked for, what was acknowledged, which effects were seen. It outlives the child.</summary>
/// <param name="script">What it does.</param>
/// <param name="runId">Its id.</param>
/// <param name="isDeleted">Whether it is deleted as soon as its end was observed.</param>
internal sealed class ScriptedRun(Script script, string runId, bool isDeleted)
{
    private readonly HashSet<string> _unseen = new(StringComparer.Ordinal);
    private int _asked;
    private int _acknowledged;

    public string RunId { get; } = runId;

    public Script Script { get; } = script;

    public bool IsDeleted { get; } = isDeleted;

    public bool IsStarted => _acknowledged > 0;

    /// <summary>The outcome that was observed, or null.</summary>
    public string? Outcome { get; private set; }

    /// <summary>The acknowledged signals, in order.</summary>
    public IReadOnlyList<string> Signals =>
        [.. Enumerable.Range(1, Math.Max(0, _acknowledged - 1)).Where(part => !IsCancel(part)).Select(Word)];

    public bool IsCancelAcknowledged => Script.EndsByCancel && _acknowledged == Script.Parts.Count;

    /// <summary>There is another part, everything before it is acknowledged, and nothing of it was asked for yet.</summary>
    /// <remarks>A cancel must find all there is to undo, so it waits until the part before has shown its last effect.</remarks>
    public bool CanGoOn => _asked == _acknowledged && _asked < Script.Parts.Count && (!IsCancel(_asked) || _unseen.Count == 0);

    /// <summary>Parts that were not asked for yet.</summary>
    public int PartsLeft => Script.Parts.Count - _asked;

    /// <summary>Lines that the child is sure to write from here on, without being asked for more.</summary>
    public int ExpectedLines => (_asked - _acknowledged) + _unseen.Count + (AwaitsResult || AwaitsDeletion ? 1 : 0);

    /// <summary>It has ended, and is to be deleted.</summary>
    public bool AwaitsDeletion { get; private set; }

    /// <summary>Asked for, and perhaps not yet durable or not yet through.</summary>
    public bool IsActive => _asked > 0 && Outcome is null;

    private bool AwaitsResult => _asked == Script.Parts.Count && Outcome is null;

    /// <summary>Decides that the next part begins; <see cref="Resume"/> says so to the child.</summary>
    public void GoOn()
    {
        foreach (var effect in Script.Parts[_asked])
        {
            _unseen.Add($"{RunId}/1/{effect}");
        }

        _asked++;
    }

    /// <summary>Says to a new child what the one before has not acknowledged. An acknowledged start is never repeated: it must not be lost.</summary>
    public void Resume(ChildProcess child)
    {
        if (AwaitsDeletion)
        {
            child.Say(Words.Delete, RunId);
            return;
        }

        SayUnacknowledged(child);
        if (_asked == _acknowledged && AwaitsResult)
        {
            child.Say(Words.Result, Script.Workflow, RunId);
        }
    }

    public void SayUnacknowledged(ChildProcess child)
    {
        if (_asked == _acknowledged)
        {
            return;
        }

        var part = _asked - 1;
        if (part == 0)
        {
            child.Say(Words.Start, Script.Workflow, RunId);
        }
        else if (IsCancel(part))
        {
            child.Say(Words.Cancel, RunId);
        }
        else
        {
            child.Say(Words.Signal, RunId, Word(part));
        }
    }

    /// <summary>The child acknowledged what was said.</summary>
    public void Acknowledge(ChildProcess child)
    {
        Assert.Equal(_asked - 1, _acknowledged);
        _acknowledged = _asked;
        if (AwaitsResult)
        {
            child.Say(Words.Result, Script.Workflow, RunId);
        }
    }

    public void Saw(string key) => _unseen.Remove(key);

    public void Ended(ChildProcess child, string outcome)
    {
        // I1: whatever was observed once is observed for ever.
        Assert.Equal(Outcome ?? outcome, outcome);
        Outcome = outcome;
        if (IsDeleted)
        {
            AwaitsDeletion = true;
            child.Say(Words.Delete, RunId);
        }
    }

    /// <summary>It is gone.</summary>
    public void Deleted() => AwaitsDeletion = false;

    private bool IsCancel(int part) => Script.EndsByCancel && part == Script.Parts.Count - 1;

    private string Word(int part) => string.Create(CultureInfo.InvariantCulture, $"{RunId}-word-{part}");
}
