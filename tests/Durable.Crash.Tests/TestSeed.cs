using System.Globalization;

namespace Durable.Crash.Tests;

/// <summary>The seed of randomised tests: <c>DURABLE_TEST_SEED</c>, otherwise drawn. Tests print it.</summary>
internal static class TestSeed
{
    public const string Variable = "DURABLE_TEST_SEED";

    public static int Value { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();
}
