using System.Diagnostics;

namespace Durable.Storage.Files;

/// <summary>Holds work back that nobody waits for, so that it takes no more of the disk than it may.</summary>
/// <param name="bytesPerSecond">How much it may read and write together.</param>
/// <param name="stopping">Ends the work.</param>
internal sealed class Pace(int bytesPerSecond, CancellationToken stopping)
{
    // Real time, whatever clock the store was given: this is about the disk, not about runs.
    private static readonly double s_longestDebt = TimeSpan.FromMilliseconds(5).TotalSeconds;

    private long _since = Stopwatch.GetTimestamp();
    private double _debt;

    /// <exception cref="OperationCanceledException">The store is being closed.</exception>
    public void Spend(int bytes)
    {
        stopping.ThrowIfCancellationRequested();
        var now = Stopwatch.GetTimestamp();
        _debt = Math.Max(0, _debt - Stopwatch.GetElapsedTime(_since, now).TotalSeconds) + ((double)bytes / bytesPerSecond);
        _since = now;
        if (_debt > s_longestDebt)
        {
            stopping.WaitHandle.WaitOne(TimeSpan.FromSeconds(_debt));
            stopping.ThrowIfCancellationRequested();
        }
    }
}
