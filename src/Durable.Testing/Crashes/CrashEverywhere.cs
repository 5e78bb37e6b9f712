using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Durable.Testing;

/// <summary>Kills a workflow's process at every write, and demands that nobody can tell.</summary>
public static class CrashEverywhere
{
    /// <summary>
    /// Plays a scenario without a fault, and then three times for each of its writes (starts, messages, commits, retries, deletions, artifacts): with a crash before the write, after it but before its
    /// acknowledgement, and after that. A new worker takes over each time. Every play must end like the first.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The scenario is the outside world: it makes the services (anew in each play), starts the host through <see cref="CrashScene.StartAsync"/>, starts runs, sends signals and waits for results.
    /// It is another process than the one that dies, and goes on undisturbed: a call that a crash interrupts is repeated until it is acknowledged. Services that
    /// are to survive the crash are made outside of the configuration, like a database would be.
    /// </para>
    /// <para>
    /// Compared are what the scenario returns, and each run's status, result, error and compensations. Checked besides, after each play: nothing acknowledged is lost (I1), each operation
    /// has one recorded outcome, and the code replays to the same end (I2), every run is finished or waits for something (I3), no write of the dead process is visible (I5), and
    /// the journals are whole (I6).
    /// </para>
    /// <para>Give runs ids of their own: what <see cref="WorkflowContext.Random"/> draws follows from the id.</para>
    /// </remarks>
    /// <param name="scenario">Played again and again; returns nothing, or what is to be compared, too.</param>
    /// <param name="options">How to play; null for the defaults.</param>
    /// <returns>What was written and played.</returns>
    /// <exception cref="CrashDifferenceException">A crash made a difference; the message names the write and the difference.</exception>
    /// <exception cref="InvalidOperationException">The scenario did not start a host, or wrote nothing.</exception>
    public static async Task<CrashReport> RunAsync(Func<CrashScene, Task<object?>> scenario, CrashOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        options ??= new CrashOptions();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Patience, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PlaysAtOnce, 1, nameof(options));
        var faultFree = await PlayAsync(scenario, options, point: null).ConfigureAwait(false);
        if (faultFree.Exception is not (null or RunFailedException))
        {
            ExceptionDispatchInfo.Throw(faultFree.Exception);
        }

        if (faultFree.Broken is { } broken)
        {
            throw new InvalidOperationException($"The play without a crash does not hold what is demanded: {broken}", faultFree.Exception);
        }

        var points = Enumerable.Range(1, faultFree.Writes.Count)
            .SelectMany(write => Enum.GetValues<CrashMoment>().Select(moment => new CrashPoint(write, moment))).ToList();
        var failures = new ConcurrentDictionary<int, CrashDifferenceException>();
        var unreplayable = new ConcurrentDictionary<int, CrashDifferenceException>();
        await Parallel.ForEachAsync(
            points.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = options.PlaysAtOnce },
            async (point, _) =>
            {
                // The first in order is reported, whichever ends first.
                if (failures.Keys.All(other => other > point.Index))
                {
                    var played = await PlayAsync(scenario, options, point.Item).ConfigureAwait(false);
                    if (FindDifference(faultFree, played) is { } difference)
                    {
                        failures[point.Index] = Describe(difference, point.Item, played);
                    }
                    else if (played.Unreplayable is { } reason)
                    {
                        unreplayable[point.Index] = Describe(reason, point.Item, played);
                    }
                }
            }).ConfigureAwait(false);

        // A body that is not deterministic may show it in either way; another result says more than a replay that fails.
        foreach (var found in new[] { failures, unreplayable }.Where(found => !found.IsEmpty))
        {
            ExceptionDispatchInfo.Throw(found[found.Keys.Min()]);
        }

        return new CrashReport(faultFree.Writes, points.Count);
    }

    /// <inheritdoc cref="RunAsync(Func{CrashScene, Task{object?}}, CrashOptions?)"/>
    public static Task<CrashReport> RunAsync(Func<CrashScene, Task> scenario, CrashOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return RunAsync(
            async scene =>
            {
                await scenario(scene).ConfigureAwait(false);
                return null;
            },
            options);
    }

    private static string? FindDifference(Play faultFree, Play played) =>
        played.Outcome is null ? played.Broken : faultFree.Outcome!.DifferenceFrom(played.Outcome) ?? played.Broken;

    private static CrashDifferenceException Describe(string difference, CrashPoint point, Play played) => new(
        point.Write, point.Moment, played.Writes.ElementAtOrDefault(point.Write - 1) ?? "which this play did not come to", difference, played.Exception);

    private static async Task<Play> PlayAsync(Func<CrashScene, Task<object?>> scenario, CrashOptions options, CrashPoint? point)
    {
        var scene = new CrashScene(options, point);
        await using (scene.ConfigureAwait(false))
        {
            string returned;
            Exception? thrown = null;
            try
            {
                var value = await Task.Run(() => scenario(scene)).WaitAsync(options.Patience).ConfigureAwait(false);
                returned = string.Create(CultureInfo.InvariantCulture, $"{value}");
            }
            catch (TimeoutException) when (scene.IsStarted)
            {
                var broken = $"the scenario has not ended after {options.Patience}; {await scene.DescribeAsync().ConfigureAwait(false)}";
                return new Play(null, scene.Writes, broken, null, null);
            }
#pragma warning disable CA1031 // a scenario may end with any exception; it must be the same in every play
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!scene.IsStarted)
                {
                    throw;
                }

                thrown = exception;
                returned = $"{exception.GetType().Name}: {exception.Message}";
            }

            if (!scene.IsStarted)
            {
                throw new InvalidOperationException("The scenario did not start a host. Call scene.StartAsync first.");
            }

            return await scene.EndAsync(returned, null, thrown).ConfigureAwait(false);
        }
    }
}
