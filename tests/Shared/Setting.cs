using System.Globalization;

namespace Durable.Tests;

/// <summary>How long and how random a test is: environment variables, which <c>tests/nightly.sh</c> sets.</summary>
internal static class Setting
{
    /// <summary><c>DURABLE_TEST_SEED</c>, otherwise drawn. Tests print it.</summary>
    public static int Seed { get; } = Of("DURABLE_TEST_SEED", Random.Shared.Next());

    /// <summary><c>DURABLE_TEST_CUTS</c>: how many of the texts that each sample passes through while it is typed are tried; more than there are means all of them.</summary>
    public static int Cuts { get; } = Of("DURABLE_TEST_CUTS", 24);

    /// <summary><c>DURABLE_TEST_EDITS</c>: how many random edits a project lives through.</summary>
    public static int Edits { get; } = Of("DURABLE_TEST_EDITS", 1000);

    private static int Of(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
