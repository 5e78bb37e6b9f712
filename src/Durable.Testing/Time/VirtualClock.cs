namespace Durable.Testing;

/// <summary>A clock that stands still until a test moves it. Its timers fire when it passes their times, in order, on the thread that moves it.</summary>
/// <remarks>
/// Give it to services that take a <see cref="TimeProvider"/>. Periodic timers do not keep the clock from being moved further: a jump over
/// many periods fires them once, as a busy machine would.
/// </remarks>
public sealed class VirtualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Alarm, (long DueAt, long Order)> _alarms = new();
    private readonly List<VirtualTimer> _periodic = [];
    private readonly long _start;
    private long _now;
    private long _order;

    /// <summary>Starts at noon (UTC) of 1 March 2025, so that a test that fails fails again.</summary>
    public VirtualClock()
        : this(new DateTimeOffset(2025, 3, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Starts at a time of one's own.</summary>
    /// <param name="start">The first time it shows.</param>
    public VirtualClock(DateTimeOffset start) => _start = _now = start.UtcTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>When the next timer fires that fires once, or null when none is set.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (_gate)
            {
                return Next() is { } alarm ? new DateTimeOffset(alarm.Timer.DueAt, TimeSpan.Zero) : null;
            }
        }
    }

    /// <summary>A timer was set; raised on the thread that set it.</summary>
    internal event Action? TimerSet;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _now), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _now) - _start;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock. Every timer on the way fires with the clock at its time.</summary>
    /// <param name="by">Zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(GetUtcNow() + by);
    }

    /// <summary>Moves the clock to a time, or leaves it where it is when that has passed.</summary>
    internal void AdvanceTo(DateTimeOffset time)
    {
        while (Take(time.UtcTicks) is { } timer)
        {
            timer.Fire();
        }

        foreach (var timer in TakePeriodic())
        {
            timer.Fire();
        }
    }

    private VirtualTimer? Take(long until)
    {
        lock (_gate)
        {
            if (Next() is { } alarm && alarm.Timer.DueAt <= until)
            {
                _alarms.Dequeue();
                alarm.Timer.IsSet = false;
                _now = Math.Max(_now, alarm.Timer.DueAt);
                return alarm.Timer;
            }

            _now = Math.Max(_now, until);
            return null;
        }
    }

    private List<VirtualTimer> TakePeriodic()
    {
        lock (_gate)
        {
            var due = _periodic.FindAll(timer => timer.DueAt <= _now);
            due.ForEach(timer => timer.DueAt = _now + timer.Period);
            return due;
        }
    }

    // Changed and disposed timers leave their old entries behind, which are dropped here.
    private Alarm? Next()
    {
        while (_alarms.TryPeek(out var alarm, out _))
        {
            if (alarm.Timer.IsSet && alarm.Version == alarm.Timer.Version)
            {
                return alarm;
            }

            _alarms.Dequeue();
        }

        return null;
    }

    private readonly record struct Alarm(VirtualTimer Timer, int Version);

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _isDisposed;

        public long DueAt { get; set; }

        public long Period { get; private set; }

        public bool IsSet { get; set; }

        public int Version { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._periodic.Remove(this);
                Version++;
                IsSet = false;
                if (_isDisposed)
                {
                    return false;
                }

                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                DueAt = clock._now + dueTime.Ticks;
                Period = period > TimeSpan.Zero ? period.Ticks : 0;
                if (Period > 0)
                {
                    clock._periodic.Add(this);
                }
                else
                {
                    IsSet = true;
                    clock._alarms.Enqueue(new Alarm(this, Version), (DueAt, ++clock._order));
                }
            }

            clock.TimerSet?.Invoke();
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _isDisposed = true;
                IsSet = false;
                Version++;
                clock._periodic.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
