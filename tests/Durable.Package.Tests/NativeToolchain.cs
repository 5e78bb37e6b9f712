namespace Durable.Package.Tests;

/// <summary>What native compilation needs from the machine. Where it is missing the test skips and says why; under <c>CI=true</c> it fails.</summary>
internal static class NativeToolchain
{
    public static void Require()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Require(OnPath("clang") || OnPath("gcc"), "no clang or gcc in PATH; install clang");
        Require(File.Exists("/usr/include/zlib.h"), "no zlib headers; install zlib1g-dev");
    }

    /// <summary>
    /// Some package mirrors hold the compiler but not the runtime it links, and no script can install what they do not have: there the test
    /// skips everywhere, <c>CI=true</c> included. Any other failure of the publication is a failure.
    /// </summary>
    public static void RequireRuntimePack(CommandResult publish) => Assert.SkipWhen(
        publish.Output.Contains("error NU1101: Unable to find package Microsoft.NETCore.App.Runtime.NativeAOT.", StringComparison.Ordinal),
        "Native AOT cannot be tested here: this machine's package sources hold no Microsoft.NETCore.App.Runtime.NativeAOT package.");

    private static void Require(bool condition, string missing)
    {
        if (!condition && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail($"Native AOT cannot be tested here: {missing}.");
        }

        Assert.SkipUnless(condition, $"Native AOT cannot be tested here: {missing}.");
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, program)));
}
