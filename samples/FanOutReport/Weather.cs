namespace FanOutReport;

/// <summary>Ten thousand weather stations, some of which answer only when they are asked again.</summary>
public sealed class Weather
{
    private int _calls;
    private int _underWay;
    private int _mostAtOnce;

    public int Calls => Volatile.Read(ref _calls);

    public int MostAtOnce => Volatile.Read(ref _mostAtOnce);

    public static IEnumerable<string> Stations(int count) => Enumerable.Range(1, count).Select(number => $"station-{number:D5}");

    public async Task<Reading> ReadAsync(string station, int attempt)
    {
        Interlocked.Increment(ref _calls);
        var underWay = Interlocked.Increment(ref _underWay);
        for (var most = MostAtOnce; underWay > most && Interlocked.CompareExchange(ref _mostAtOnce, underWay, most) != most; most = MostAtOnce)
        {
        }

        try
        {
            await Task.Yield();
            var number = int.Parse(station.AsSpan("station-".Length), System.Globalization.CultureInfo.InvariantCulture);
            if (number % 97 == 0 && attempt == 1)
            {
                throw new TimeoutException($"{station} did not answer.");
            }

            // A day like any other, but always the same one.
            var lowest = Math.Round((number * 37 % 400 / 10.0) - 15, 1);
            return new Reading(station, lowest, Math.Round(lowest + (number * 13 % 150 / 10.0), 1));
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
