namespace FanOutReport;

/// <summary>What one station measured in a day.</summary>
public sealed record Reading(string Station, double Lowest, double Highest);
