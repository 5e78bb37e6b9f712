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

    /// <summary>Some package mirrors hold .NET 10's native compiler but not the runtime that it links, and no script can install what they do not have.</summary>
    public static bool LacksRuntimePack(CommandResult publish) =>
        publish.Output.Contains("error NU1101: Unable to find package Microsoft.NETCore.App.Runtime.NativeAOT.", StringComparison.Ordinal);

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
