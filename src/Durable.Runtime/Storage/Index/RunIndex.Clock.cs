namespace Durable.Storage;

// Waking runs when their time has come.
internal sealed partial class RunIndex<TRun>
{
    // The system's timers stand still while the machine is suspended, and its clock may be set; looking again every minute bounds how late
    // that makes a run. Any other clock moves its timers along and is only kept below the longest time a timer takes.
    private readonly long _longestNap = time == TimeProvider.System ? 60_000 : 30L * 24 * 60 * 60 * 1000;

    private readonly RunHeap _sleeping = new(RunHeap.WakeOrder);
    private ITimer? _timer;
    private long _armedFor = LiveRun.Never;

    private void OnTimer()
    {
        lock (Gate)
        {
            _armedFor = LiveRun.Never;
            WakeSleepers();
            ArmTimer(_leasesEndFrom);
            if (_sleeping.Count > 0)
            {
                ArmTimer(_sleeping.First.WakeAt);
            }
        }
    }

    private void WakeSleepers()
    {
        var now = Now;
        EndLeases(now);
        while (_sleeping.Count > 0 && _sleeping.First.WakeAt <= now)
        {
            var run = (TRun)_sleeping.First;
            _sleeping.Remove(run);
            run.DueAt = run.WakeAt;
            MakeReady(run);
        }
    }

    private void ArmTimer(long dueAt)
    {
        if (dueAt >= _armedFor)
        {
            return;
        }

        _armedFor = dueAt;
        _timer ??= time.CreateTimer(
            static state => ((RunIndex<TRun>)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(dueAt - Now, 1, _longestNap)), Timeout.InfiniteTimeSpan);
    }
}
