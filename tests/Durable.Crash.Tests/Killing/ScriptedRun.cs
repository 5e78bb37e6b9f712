using System.Globalization;
using Durable.Crash.Child.Commands;
using Durable.Crash.Child.Workflows;

namespace Durable.Crash.Tests.Killing;

/// <summary>One run as the driver knows it: what was asked for, what was acknowledged, which effects were seen. It outlives the child.</summary>
/// <param name="script">What it does.</param>
/// <param name="runId">Its id.</param>
/// <param name="isDeleted">Whether it is deleted as soon as it has ended for ever, and was forked where it is to be.</param>
/// <param name="source">The run that it is forked from, once that one has ended for ever; null for none.</param>
internal sealed class ScriptedRun(Script script, string runId, bool isDeleted, ScriptedRun? source = null)
{
    private readonly HashSet<string> _unseen = new(StringComparer.Ordinal);
    private readonly List<string> _outcomes = [];
    private ScriptedRun? _fork;
    private int _asked;
    private int _acknowledged;
    private bool _isGone;

    public string RunId { get; } = runId;

    public Script Script { get; } = script;

    public bool IsDeleted { get; } = isDeleted;

    public bool IsStarted => _acknowledged > 0;

    public ScriptedRun? Source { get; } = source;

    /// <summary>What was observed each time that it ended.</summary>
    public IReadOnlyList<string> Outcomes => _outcomes;

    /// <summary>It has ended for ever, and that was observed.</summary>
    public bool IsOver => _outcomes.Count == Script.Parts.Count(static part => part.Ends);

    /// <summary>The acknowledged signals, in order, with those of the run that it was forked from.</summary>
    public IReadOnlyList<string> Signals => [.. Source?.Signals ?? [], .. OwnSignals];

    /// <summary>There is another part, everything before it is acknowledged and observed, and nothing of it was asked for yet.</summary>
    /// <remarks>A cancel must find all there is to undo, so it waits until the part before has shown its last effect.</remarks>
    public bool CanGoOn => _asked == _acknowledged && _asked < Script.Parts.Count && !AwaitsResult
        && (Script.Parts[_asked].Word is not (Words.Cancel or Words.Pause) || _unseen.Count == 0)
        && (Source is null || Source.IsOver);

    /// <summary>Parts that were not asked for yet.</summary>
    public int PartsLeft => Script.Parts.Count - _asked;

    /// <summary>Lines that the child is sure to write from here on, without being asked for more.</summary>
    public int ExpectedLines => (_asked - _acknowledged) + _unseen.Count + (AwaitsResult || AwaitsDeletion ? 1 : 0);

    /// <summary>It has ended, and is to be deleted.</summary>
    public bool AwaitsDeletion => IsDeleted && !_isGone && IsOver && _fork is null or { IsStarted: true };

    /// <summary>Asked for, and not known to have ended for ever.</summary>
    public bool IsActive => _asked > 0 && !IsOver;

    /// <summary>It has ended, and waits for the driver.</summary>
    public bool HasEndedForNow => _asked > 0 && _asked == _acknowledged && Script.Parts[_asked - 1].Ends && !AwaitsResult;

    private IEnumerable<string> OwnSignals => Enumerable.Range(0, _acknowledged).Where(part => Script.Parts[part].Word == Words.Signal).Select(Word);

    private bool AwaitsResult => _asked > 0 && _outcomes.Count < Script.Parts.Take(_asked).Count(static part => part.Ends);

    /// <summary>How often something of this kind was acknowledged.</summary>
    public int Acknowledged(string word) => Script.Parts.Take(_acknowledged).Count(part => part.Word == word);

    /// <summary>A run that goes on where this one was.</summary>
    public ScriptedRun Fork(bool isDeleted) => _fork = new ScriptedRun(Script.Forked, RunId + MendedWorkflow.Fork, isDeleted, this);

    /// <summary>Decides that the next part begins; <see cref="Resume"/> says so to the child.</summary>
    public void GoOn()
    {
        foreach (var effect in Script.Parts[_asked].Effects)
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

        var part = Script.Parts[_asked - 1];
        child.Say(part.Word switch
        {
            Words.Start => [part.Word, Script.Workflow, RunId],
            Words.Signal => [part.Word, RunId, Word(_asked - 1)],
            Words.Mend => [part.Word, RunId, part.Time.ToString(CultureInfo.InvariantCulture), part.FromStep],
            Words.Fork => [part.Word, Source!.RunId, MendedWorkflow.Middle, RunId],
            _ => [part.Word, RunId],
        });
    }

    /// <summary>Sends an acknowledged signal once more, as a caller does who was told nothing.</summary>
    public void Repeat(ChildProcess child, Random random)
    {
        if (OwnSignals.ToList() is { Count: > 0 } known)
        {
            child.Say(Words.Repeat, RunId, known[random.Next(known.Count)]);
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

        if (_acknowledged == 1 && Source is { AwaitsDeletion: true })
        {
            child.Say(Words.Delete, Source.RunId);
        }
    }

    public void Saw(string key) => _unseen.Remove(key);

    public void Ended(ChildProcess child, string outcome)
    {
        if (!AwaitsResult)
        {
            // I1: whatever was observed once is observed until somebody changes it.
            Assert.Equal(_outcomes[^1], outcome);
            return;
        }

        _outcomes.Add(outcome);
        if (AwaitsDeletion)
        {
            child.Say(Words.Delete, RunId);
        }
    }

    /// <summary>It is gone.</summary>
    public void Deleted() => _isGone = true;

    private string Word(int part) => string.Create(CultureInfo.InvariantCulture, $"{RunId}-word-{part}");
}
