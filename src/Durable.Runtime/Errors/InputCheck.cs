using System.Globalization;

namespace Durable;

/// <summary>Refuses what a caller or a body passes and cannot be meant, before anything of it is recorded.</summary>
internal static class InputCheck
{
    /// <summary>Ten years.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(3650);

    /// <exception cref="DurableException">It is negative, or longer than anything waits (<see cref="DurableErrorCodes.DurationOutOfRange"/>).</exception>
    public static void Duration(TimeSpan given, string parameter, string? runId = null)
    {
        if (given < TimeSpan.Zero || given > LongestWait)
        {
            throw DurationOutOfRange($"'{parameter}' is {given}.", runId);
        }
    }

    public static DurableException DurationOutOfRange(string message, string? runId = null) => new(
        DurableErrorCodes.DurationOutOfRange, message, "Wait 0 to 3,650 days; for longer, wait again. Nothing was recorded.", runId);

    /// <exception cref="DurableException">It is less (<see cref="DurableErrorCodes.ArgumentOutOfRange"/>).</exception>
    public static void AtLeast<T>(T given, T least, string parameter, string? runId = null)
        where T : IComparable<T>, IFormattable
    {
        if (given.CompareTo(least) < 0)
        {
            throw OutOfRange(parameter, given, string.Create(CultureInfo.InvariantCulture, $"Pass {least} or more."), runId);
        }
    }

    public static DurableException OutOfRange<T>(string parameter, T given, string nextAction, string? runId = null)
        where T : IFormattable => new(
        DurableErrorCodes.ArgumentOutOfRange, string.Create(CultureInfo.InvariantCulture, $"'{parameter}' is {given}."), nextAction, runId);
}
