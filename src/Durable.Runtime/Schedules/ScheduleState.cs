namespace Durable.Schedules;

/// <summary>
/// All that a schedule knows: what each of its generations begins with. The decisions are here, and nothing else: no clock, no operation. Times are UTC, in
/// milliseconds since 1970.
/// </summary>
internal sealed record ScheduleState
{
    /// <summary>The most times that are caught up on, or kept for later.</summary>
    public const int MostKept = 1000;

    // A worker that is busy, or a process that restarts, is no down time.
    private const long MissedAfter = 60_000;

    // How long a machine that does not know the time zone waits before it looks again.
    private const long LookAgainAfter = 60_000;

    /// <summary>The schedule's id.</summary>
    public required string Id { get; init; }

    public required ScheduleDefinition Definition { get; init; }

    public required long CreatedAt { get; init; }

    /// <summary>What a rhythm counts from.</summary>
    public required long Anchor { get; init; }

    /// <summary>All times up to this one have been dealt with.</summary>
    public required long Cursor { get; init; }

    /// <summary>The times that the generation starts runs for, first of all.</summary>
    public IReadOnlyList<long> Due { get; init; } = [];

    /// <summary>Times that wait for the run before to end.</summary>
    public IReadOnlyList<long> Queued { get; init; } = [];

    /// <summary>The next time that comes by itself; 0 for none.</summary>
    public long Next { get; init; }

    /// <summary>Why nobody can tell the next time; null while all is well.</summary>
    public string? Problem { get; init; }

    public bool IsPaused { get; init; }

    public string? PauseReason { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>The request that created it in the place of one that was being deleted; otherwise null.</summary>
    public string? CreatedBy { get; init; }

    public long Started { get; init; }

    public long Skipped { get; init; }

    public long LastAt { get; init; }

    /// <summary>Whether the runs of the generation are waited for before anything else starts.</summary>
    public bool IsTracking => Due.Count > 0 && Definition.Overlap != ScheduleOverlap.Parallel;

    /// <summary>A schedule that nothing has happened to.</summary>
    public static ScheduleState New(string id, ScheduleDefinition definition, bool isPaused, long now) => new ScheduleState
    {
        Id = id,
        Definition = definition,
        CreatedAt = now,
        Anchor = now,
        Cursor = now,
        IsPaused = isPaused,
    }.Decide(now);

    /// <summary>Deals with the times that have come since.</summary>
    /// <param name="now">The time.</param>
    /// <param name="openUntil">The run before was going on until then; 0 when none was.</param>
    public ScheduleState Collect(long now, long openUntil = 0) => Collect(now, openUntil, seen: now);

    /// <summary>Does what a caller asked for, as of when it was asked.</summary>
    /// <param name="command">What was asked.</param>
    /// <param name="now">The time; a command from the future counts from now.</param>
    /// <param name="isOpen">Whether the run before is still going on.</param>
    public ScheduleState Obey(ScheduleCommand command, long now, bool isOpen = false)
    {
        var at = Math.Clamp(command.At, Math.Min(Cursor, now), now);
        return Collect(at, openUntil: isOpen ? at : 0, seen: now).Obey(command, at);
    }

    /// <summary>Says what the next generation begins with.</summary>
    /// <param name="now">The time.</param>
    public ScheduleState Decide(long now)
    {
        var rests = IsPaused || IsDeleted;
        var problem = rests ? null : Definition.Spec.Problem;
        var starts = rests ? 0 : Definition.Overlap == ScheduleOverlap.Parallel ? Queued.Count : Math.Min(1, Queued.Count);
        return this with
        {
            Due = [.. Queued.Take(starts)],
            Queued = [.. Queued.Skip(starts)],
            Started = Started + starts,
            LastAt = starts == 0 ? LastAt : Queued[starts - 1],
            Next = rests ? 0 : problem is null ? Definition.Spec.Next(Cursor, Anchor) ?? 0 : now + LookAgainAfter,
            Problem = problem?.Message,
        };
    }

    // What came up to a time, as it is seen now: by that it is judged what was missed.
    private ScheduleState Collect(long upTo, long openUntil, long seen)
    {
        if (upTo <= Cursor)
        {
            return this;
        }

        if (IsPaused || IsDeleted)
        {
            return this with { Cursor = upTo };
        }

        if (Definition.Spec.Problem is not null)
        {
            // They are dealt with once somebody can tell them.
            return this;
        }

        var times = Definition.Spec.Between(Cursor, upTo, Anchor, MostKept);
        var overlapping = times.TakeWhile(time => time <= openUntil).Count();
        List<long> kept = Definition.Overlap == ScheduleOverlap.Queue ? times[..overlapping] : [];
        kept.AddRange(CatchUp(times[overlapping..], seen));
        var queued = Queued.Concat(kept).ToList();
        var surplus = Math.Max(0, queued.Count - MostKept);
        queued.RemoveRange(0, surplus);
        return this with { Cursor = upTo, Queued = queued, Skipped = Skipped + times.Count - kept.Count + surplus };
    }

    private ScheduleState Obey(ScheduleCommand command, long at) => command switch
    {
        { Kind: ScheduleCommandKind.Define, IsNew: true } =>
            IsDeleted ? New(Id, command.Definition!, command.IsPaused, at) with { CreatedBy = command.Request } : this,
        _ when IsDeleted => this,
        { Kind: ScheduleCommandKind.Pause } => this with { IsPaused = true, PauseReason = command.Reason },
        { Kind: ScheduleCommandKind.Resume } => this with { IsPaused = false, PauseReason = null },
        { Kind: ScheduleCommandKind.Delete } => this with { IsDeleted = true, Queued = [] },
        { Kind: ScheduleCommandKind.Define } => this with
        {
            Definition = command.Definition!,

            // A rhythm that stays goes on as it was; the times of another one begin here, also where nobody could tell those of the one before.
            Anchor = command.Definition!.Spec == Definition.Spec ? Anchor : at,
            Cursor = command.Definition!.Spec == Definition.Spec ? Cursor : Math.Max(Cursor, at),
            Problem = null,
        },
        _ => this,
    };

    private List<long> CatchUp(List<long> times, long now) => Definition.CatchUp switch
    {
        _ when times.Count == 0 => times,
        ScheduleCatchUp.All => times,
        ScheduleCatchUp.None when now - times[^1] >= MissedAfter => [],
        _ => times[^1..],
    };
}
