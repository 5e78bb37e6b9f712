using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Durable.Generators.Tests.Harness;

/// <summary>Compares text with a file that a person has read and accepted.</summary>
/// <remarks>
/// The files are named as Verify names them: <c>Snapshots/Class/Test.verified.cs</c>, and <c>.received.cs</c> beside it on a difference.
/// Run with <c>DURABLE_ACCEPT_SNAPSHOTS=1</c> to accept what the tests produce.
/// </remarks>
internal static partial class Snapshot
{
    public static void Match(string actual, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(file)!, "Snapshots", Path.GetFileNameWithoutExtension(file));
        var verified = Path.Combine(folder, $"{test}.verified.cs");
        var received = Path.Combine(folder, $"{test}.received.cs");
        var text = GeneratorVersion().Replace(actual, "(\"Durable.Generators\", \"{version}\")");
        if (File.Exists(verified) && File.ReadAllText(verified) == text)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(folder);
        if (Environment.GetEnvironmentVariable("DURABLE_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(verified, text);
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail($"The generated code differs from {verified}. Compare it with {received}; accept it with DURABLE_ACCEPT_SNAPSHOTS=1.");
    }

    [GeneratedRegex("""\("Durable\.Generators", "[0-9.]+"\)""")]
    private static partial Regex GeneratorVersion();
}
