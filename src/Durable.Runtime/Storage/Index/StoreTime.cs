namespace Durable.Storage;

/// <summary>Times as stores keep them: Unix milliseconds.</summary>
internal static class StoreTime
{
    /// <summary>A time at which something happened.</summary>
    public static long Stamp(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>A time before which nothing must happen, so rounded up; null becomes <see cref="LiveRun.Never"/>.</summary>
    public static long NotBefore(DateTimeOffset? time)
    {
        if (time is not { } value)
        {
            return LiveRun.Never;
        }

        var stamp = value.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(stamp) < value ? stamp + 1 : stamp;
    }

    public static DateTimeOffset From(long stamp) => DateTimeOffset.FromUnixTimeMilliseconds(stamp);
}
