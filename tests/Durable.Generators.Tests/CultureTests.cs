using System.Globalization;
using Durable.Generators.Tests.Harness;

namespace Durable.Generators.Tests;

/// <summary>The machine's habits leave no trace in the output.</summary>
public sealed class CultureTests
{
    // Letters and numbers that Turkish writes otherwise: names with I and i, a fraction, a negative number, an upper-case kebab name.
    private const string Source = """
        using System.Threading.Tasks;
        using Durable;
        namespace Istanbul;
        public sealed record ItemInfo(string ItemId, decimal Price = 1.5m, double Ratio = -0.25, int Index = -1);
        [Workflow]
        public partial class IIItemImportWorkflow(decimal fee = 2.5m, long id = -3)
        {
            public decimal Fee => fee + id;
            public static readonly Signal<ItemInfo> Imported = new("IMPORTED");
            public Task<ItemInfo> RunAsync(WorkflowContext ctx, ItemInfo input) => ImportItemAsync(input);
            [Step(RetryDelay = "1500ms", Timeout = "1h")] protected virtual Task<ItemInfo> ImportItemAsync(ItemInfo item, double weight = 0.5) => Task.FromResult(item);
        }
        """;

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Output_OtherCulture_IsTheSame(string name)
    {
        var expected = Generate(CultureInfo.InvariantCulture, Source);

        Assert.Equal(expected, Generate(Culture(name), Source));
        Assert.Contains(expected, source => source.Contains("name: \"ii-item-import\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Output_WindowsLineEnds_IsTheSame()
    {
        var expected = Generate(CultureInfo.InvariantCulture, Samples.Order);

        Assert.Equal(expected, Generate(CultureInfo.InvariantCulture, Samples.Order.ReplaceLineEndings("\r\n")));
        Assert.All(expected, source => Assert.DoesNotContain('\r', source));
    }

    [Fact]
    public void Output_OtherFolder_IsTheSame()
    {
        var project = TestProject.Create(Samples.Order, Samples.Minimal);
        var moved = project.RemoveAllSyntaxTrees().AddSyntaxTrees(project.SyntaxTrees.Select(tree => tree.WithFilePath($@"C:\Users\someone\{tree.FilePath}")));

        Assert.Equal(
            GeneratorRun.Of(project).AssertClean().Sources.Select(source => (source.HintName, source.SourceText.ToString())),
            GeneratorRun.Of(moved).AssertClean().Sources.Select(source => (source.HintName, source.SourceText.ToString())));
    }

    private static CultureInfo Culture(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            // As DOTNET_SYSTEM_GLOBALIZATION_INVARIANT says where the machine has no ICU libraries.
            Assert.Skip($"This machine has no culture {name}.");
            throw;
        }
    }

    private static List<string> Generate(CultureInfo culture, string source)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return [.. GeneratorRun.Of(TestProject.Create(source)).AssertClean().Sources.Select(generated => generated.SourceText.ToString())];
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
