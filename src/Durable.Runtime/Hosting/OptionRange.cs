namespace Durable;

/// <summary>The check that options go through when a host starts.</summary>
internal static class OptionRange
{
    /// <exception cref="DurableException">The value is out of its range (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public static void Check<T>(string type, string member, T value, T smallest, T largest)
        where T : IComparable<T>
    {
        if (value.CompareTo(smallest) < 0 || value.CompareTo(largest) > 0)
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid,
                $"{type}.{member} is {value}.",
                $"Set it to a value from {smallest} to {largest}.");
        }
    }
}
