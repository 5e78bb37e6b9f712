namespace Durable.Storage;

// Waking runs when their time has come.
internal sealed partial class RunIndex<TRun>
{
    // The wall clock may be set while a timer runs by the monotonic one; looking again this often bounds how late that makes a run.
    private const long LongestNap = 60_000;

    private readonly RunHeap _sleeping = new(RunHeap.WakeOrder);
    private readonly ITimer _timer;
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

    private void ArmTimer(long time)
    {
        if (time >= _armedFor)
        {
            return;
        }

        _armedFor = time;
        var delay = Math.Clamp(time - Now, 1, LongestNap);
        _timer.Change(TimeSpan.FromMilliseconds(delay), Timeout.InfiniteTimeSpan);
    }
}
