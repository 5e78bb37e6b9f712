namespace Durable.Store.Contract;

/// <summary>A clock that moves only when told to. Timers fire on <see cref="Advance"/>, in order of their due times, on the calling thread.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly DateTimeOffset _start;
    private readonly List<(DateTimeOffset DueAt, TaskCompletionSource Set)> _awaited = [];
    private DateTimeOffset _now;
    private long _order;

    /// <summary>Starts the clock at a fixed time, so that failures repeat.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2025, 3, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Starts the clock at the given time.</summary>
    public ManualTimeProvider(DateTimeOffset start) => _start = _now = start;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>When the next timer fires, or null when none is set.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count == 0 ? null : _timers.Min(timer => timer.DueAt);
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return (_now - _start).Ticks;
        }
    }

    /// <summary>Moves the clock; every timer due on the way fires with the clock at its due time.</summary>
    /// <param name="by">Zero or more.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset target;
        lock (_gate)
        {
            target = _now + by;
        }

        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Completes once a timer is set for exactly this time: whoever set it is waiting for the clock.</summary>
    public Task WhenTimerSetAsync(DateTimeOffset dueAt)
    {
        lock (_gate)
        {
            if (_timers.Exists(timer => timer.DueAt == dueAt))
            {
                return Task.CompletedTask;
            }

            var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((dueAt, set));
            return set.Task;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? TakeDue(DateTimeOffset target)
    {
        lock (_gate)
        {
            var due = _timers.Where(timer => timer.DueAt <= target).OrderBy(timer => timer.DueAt).ThenBy(timer => timer.Order).FirstOrDefault();
            if (due is null)
            {
                _now = target > _now ? target : _now;
                return null;
            }

            _now = due.DueAt > _now ? due.DueAt : _now;
            if (due.Period > TimeSpan.Zero)
            {
                due.DueAt += due.Period;
                due.Order = ++_order;
            }
            else
            {
                _timers.Remove(due);
            }

            return due;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public DateTimeOffset DueAt { get; set; }

        public TimeSpan Period { get; set; }

        public long Order { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (_disposed)
                {
                    return false;
                }

                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    DueAt = clock._now + dueTime;
                    Period = period;
                    Order = ++clock._order;
                    clock._timers.Add(this);
                    foreach (var (_, set) in clock._awaited.Where(awaited => awaited.DueAt == DueAt))
                    {
                        set.TrySetResult();
                    }

                    clock._awaited.RemoveAll(awaited => awaited.DueAt == DueAt);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
