using System.Globalization;

namespace Durable.Crash.Tests.Killing;

/// <summary>What a kill test does, changeable from outside for soaks.</summary>
/// <param name="Seed">Decides every kill.</param>
/// <param name="Kills">How many processes are killed; <c>DURABLE_CRASH_KILLS</c>.</param>
/// <param name="Runs">How many runs there are; in proportion to the kills, unless <c>DURABLE_CRASH_RUNS</c> says otherwise.</param>
internal sealed record KillOptions(int Seed, int Kills, int Runs)
{
    private const int DefaultKills = 200;

    public static KillOptions FromEnvironment()
    {
        var kills = Read("DURABLE_CRASH_KILLS") ?? DefaultKills;
        return new KillOptions(
            TestSeed.Value,
            kills,
            Read("DURABLE_CRASH_RUNS") ?? Math.Max(kills / 2, 5));
    }

    private static int? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
