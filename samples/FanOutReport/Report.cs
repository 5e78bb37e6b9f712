namespace FanOutReport;

/// <summary>What a day was like.</summary>
public sealed record Report(int Stations, Reading Coldest, Reading Hottest, double Mean);
