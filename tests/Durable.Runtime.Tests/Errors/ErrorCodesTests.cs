using System.Reflection;
using System.Runtime.CompilerServices;

namespace Durable.Tests.Errors;

public sealed class ErrorCodesTests
{
    [Fact]
    public void ErrorCodes_All_HaveAPlaceInTheDocs()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "errors.md"));

        var missing = typeof(DurableErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(code => !page.Contains($"| `{code}` |", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
