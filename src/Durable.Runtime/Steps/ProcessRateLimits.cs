using Durable.Storage;

namespace Durable.Steps;

/// <summary>The rate limits of one process: a token bucket for each key.</summary>
/// <remarks>
/// Kept as the time at which the bucket would be full again if nobody took from it any more ("virtual scheduling", ITU-T I.371), which may be so
/// far ahead that permits are taken in advance. A bucket that is full is forgotten: a new one is the same. Why not <c>System.Threading.RateLimiting</c>: docs/adr/0014.
/// </remarks>
internal sealed class ProcessRateLimits(TimeProvider time) : IRateLimits
{
    private const int FirstCleaning = 1024;

    private readonly Lock _lock = new();

    // Full again at: in ticks times the bucket's limit, so that a permit is worth a whole number.
    private readonly Dictionary<(string Key, int Limit, TimeSpan Per), Int128> _buckets = [];
    private int _cleanAt = FirstCleaning;

    /// <summary>Buckets that are not known to be full.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _buckets.Count;
            }
        }
    }

    public ValueTask<TimeSpan> TakeAsync(string key, StepRateLimit limit, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow().UtcTicks;
        lock (_lock)
        {
            Clean(now);
            var bucket = (key, limit.Limit, limit.Per);
            var scaledNow = (Int128)now * limit.Limit;
            var full = Int128.Max(_buckets.GetValueOrDefault(bucket), scaledNow) + limit.Per.Ticks;

            // A bucket that would be full no later than one period from now had a permit to give.
            var late = full - scaledNow - ((Int128)limit.Per.Ticks * limit.Limit);
            if (late <= 0 || limit.OnLimit == OnLimit.Wait)
            {
                _buckets[bucket] = full;
            }

            return ValueTask.FromResult(late <= 0 ? TimeSpan.Zero : new TimeSpan((long)((late + limit.Limit - 1) / limit.Limit)));
        }
    }

    private void Clean(long now)
    {
        if (_buckets.Count < _cleanAt)
        {
            return;
        }

        foreach (var (bucket, full) in _buckets)
        {
            if (full <= (Int128)now * bucket.Limit)
            {
                _buckets.Remove(bucket);
            }
        }

        _cleanAt = Math.Max(FirstCleaning, _buckets.Count * 2);
    }
}
