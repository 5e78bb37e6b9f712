namespace Durable.Storage;

/// <summary>Hands out the permits of rate limits.</summary>
/// <remarks>
/// A store that several processes share may implement this beside <see cref="IRunStore"/>, and is then asked for every process; otherwise each process
/// counts for itself. Called at the start of each attempt of a limited step, on any thread.
/// </remarks>
public interface IRateLimits
{
    /// <summary>Takes one permit of a bucket of <see cref="StepRateLimit.Limit"/>, refilled evenly over <see cref="StepRateLimit.Per"/>.</summary>
    /// <param name="key">The bucket's name; buckets of one name but another limit or period are different ones.</param>
    /// <param name="limit">
    /// How large it is. With <see cref="OnLimit.Wait"/> a permit that comes later is taken in advance, in the order of asking; with <see cref="OnLimit.Fail"/> only one that is there.
    /// </param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <returns>
    /// Zero: a permit was taken. Above zero: with <see cref="OnLimit.Wait"/>, when the one taken may be used; with <see cref="OnLimit.Fail"/> none was taken, and
    /// after this time there may be one.
    /// </returns>
    ValueTask<TimeSpan> TakeAsync(string key, StepRateLimit limit, CancellationToken cancellationToken = default);
}
