using System.Globalization;
using System.Text.RegularExpressions;

namespace Durable.Bench.Rules;

/// <summary>What the rules add to a build in the SDK's own compiler server: what <c>/reportanalyzer</c> says, and the build as a whole, in turns with one without them.</summary>
internal static partial class BuildCost
{
    private const int WarmUps = 2;
    private const int Rounds = 9;

    public static async Task MeasureAsync(string directory)
    {
        using var server = new CompilerServer();
        await MeasureAsync(server, Path.Combine(directory, "with"), withRuntime: true);
        await MeasureAsync(server, Path.Combine(directory, "without"), withRuntime: false);
    }

    private static async Task MeasureAsync(CompilerServer server, string directory, bool withRuntime)
    {
        var arguments = SdkCompiler.Write(LargeProject.Create(withRuntime), directory);
        var ours = new Median();
        var stock = new Median();
        var with = new Median();
        var without = new Median();
        var share = new Median();
        var ratio = new Median();
        for (var round = -WarmUps; round < Rounds; round++)
        {
            // Who goes first changes, so that neither always finds what the other left behind.
            var withFirst = round % 2 == 0;
            var first = await BuildAsync(server, arguments, withFirst);
            var second = await BuildAsync(server, arguments, !withFirst);
            var (a, b) = withFirst ? (first, second) : (second, first);
            if (round >= 0)
            {
                ours.Add(a.Rules);
                stock.Add(a.All - a.Rules);
                with.Add(a.Seconds);
                without.Add(b.Seconds);
                share.Add(a.Rules / a.Seconds);
                ratio.Add(a.Seconds / b.Seconds);
            }
        }

        Console.WriteLine($"""
            a build of {LargeProject.Files} files in the warm compiler server, {(withRuntime ? $"{LargeProject.Workflows} workflows that reach {LargeProject.Helpers} helpers" : "without the runtime")}
              all rules, as the compiler says   {ours.Text("N3")} s
              the SDK's own analyzers           {stock.Text("N3")} s
              the build with the rules          {with.Text("N2")} s
              without                           {without.Text("N2")} s
              the rules' share of the build     {share.Text("P1")}
              with, compared to without         {ratio.Text("N3")}
            """);
    }

    private static async Task<(double Seconds, double All, double Rules)> BuildAsync(CompilerServer server, string arguments, bool withRules)
    {
        IEnumerable<string> rules = withRules ? [$"/analyzer:{Path.Combine(AppContext.BaseDirectory, "Durable.Analyzers.dll")}"] : [];
        var (seconds, output) = await server.CompileAsync(arguments, [.. CompilerServer.StockAnalyzers, .. rules, "/reportanalyzer"]);
        return (seconds, Find(AllPattern(), output), withRules ? Find(RulesPattern(), output) : 0);
    }

    private static double Find(Regex pattern, string output) => pattern.Match(output) is { Success: true } match
        ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"The compiler's report has no such line: {output[^Math.Min(output.Length, 2_000)..]}");

    [GeneratedRegex(@"Total analyzer execution time: ([\d.]+) seconds")]
    private static partial Regex AllPattern();

    [GeneratedRegex(@"^\s*<?([\d.]+)\s+<?\d+\s+Durable\.Analyzers, Version", RegexOptions.Multiline)]
    private static partial Regex RulesPattern();
}
