using System.Globalization;

namespace Durable.Crash.Child.Effects;

/// <summary>One thing a step or a compensator did to the world.</summary>
/// <param name="Key">The idempotency key: the same for every execution of the operation.</param>
/// <param name="Token">What this execution returned; no two executions return the same, so that a swapped or repeated outcome shows.</param>
/// <param name="Attempt">The attempt's number.</param>
/// <param name="Failed">The attempt threw after its effect.</param>
/// <param name="Input">What it was given.</param>
internal sealed record Effect(string Key, string Token, int Attempt, bool Failed, string Input)
{
    private const string End = "|";

    public string ToLine() => string.Join('\t', Key, Token, Attempt.ToString(CultureInfo.InvariantCulture), Failed ? "failed" : "done", Input, End);

    public static Effect? TryParse(string line) =>
        line.Split('\t') is [var key, var token, var attempt, var how, var input, End]
            ? new Effect(key, token, int.Parse(attempt, CultureInfo.InvariantCulture), how == "failed", input)
            : null;
}
