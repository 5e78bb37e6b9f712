namespace Durable.Schedules;

/// <summary>Finds time zones by the ids that callers give.</summary>
internal static class TimeZones
{
    /// <exception cref="DurableException">This machine knows none of this id (<see cref="DurableErrorCodes.TimeZoneUnknown"/>).</exception>
    public static TimeZoneInfo Find(string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new DurableException(
                DurableErrorCodes.TimeZoneUnknown,
                $"This machine knows no time zone '{id}'.",
                "Use an IANA id such as Europe/Berlin, and see that the machine has the time zone database (package tzdata).",
                innerException: exception);
        }
    }
}
