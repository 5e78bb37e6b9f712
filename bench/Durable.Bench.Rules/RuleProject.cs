using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Bench.Rules;

/// <summary>A project of plain files, some of which hold workflows that reach helpers in others, several calls deep.</summary>
internal static class RuleProject
{
    private const int CallsPerWorkflow = 30;

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    public static CSharpCompilation Create(int files, int workflows, int helpers, bool withRuntime = true) => CSharpCompilation.Create(
        "Large",
        Sources(files, withRuntime ? workflows : 0, helpers).Select(source => CSharpSyntaxTree.ParseText(source.Text, s_options, source.Path)),
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => IsReferenced(Path.GetFileName(path), withRuntime))
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static string WorkflowFile(int i) => string.Create(CultureInfo.InvariantCulture, $"Order{i}Workflow.cs");

    private static bool IsReferenced(string file, bool withRuntime) => file.StartsWith("System.", StringComparison.Ordinal)
        || file.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || file is "netstandard.dll" or "mscorlib.dll"
        || (withRuntime && file == "Durable.Runtime.dll");

    private static IEnumerable<(string Path, string Text)> Sources(int files, int workflows, int helpers)
    {
        yield return ("Usings.cs", "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;");
        for (var i = 0; i < workflows; i++)
        {
            yield return (WorkflowFile(i), Workflow(i, helpers));
        }

        for (var i = 0; i < helpers; i++)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"Pricing{i}.cs"), Helper(i, helpers));
        }

        for (var i = workflows + helpers; i < files; i++)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"Plain{i}.cs"), Plain(i));
        }
    }

    private static string Workflow(int i, int helpers)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            using Durable;

            namespace Shop;

            public interface IGateway{{i}} { Task<int> SendAsync(string id, decimal total, CancellationToken cancellationToken); }

            [Workflow("order-{{i}}")]
            public partial class Order{{i}}Workflow(IGateway{{i}} gateway)
            {
                private decimal _total;

                public async Task<int> RunAsync(WorkflowContext ctx, int count)
                {
                    var items = Enumerable.Range(0, count).Select(n => n * 2).ToList();

            """);
        for (var call = 0; call < CallsPerWorkflow && helpers > 0; call++)
        {
            text.Append(CultureInfo.InvariantCulture, $"        _total += Pricing{((i * 7) + (call * 11)) % helpers}.Quote(items, _total);\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $$"""
                    foreach (var item in items)
                    {
                        if (item > 3 && _total < 1_000m)
                        {
                            await SendAsync($"order-{item}", _total);
                        }
                    }

                    await ctx.SleepAsync(TimeSpan.FromHours(1));
                    return await SendAsync("last", _total);
                }

                [Step] protected virtual Task<int> SendAsync(string id, decimal total, StepContext step = default) =>
                    gateway.SendAsync(id, total, step.CancellationToken);
            }
            """).ToString();
    }

    // Each calls the next two, so that a few calls reach them all.
    private static string Helper(int i, int helpers) => string.Create(CultureInfo.InvariantCulture, $$"""
        namespace Shop;

        public static class Pricing{{i}}
        {
            private static readonly decimal[] s_rates = [0.1m, 0.2m, 0.3m];

            public static decimal Quote(IReadOnlyList<int> items, decimal total)
            {
                var sum = total;
                for (var n = 0; n < items.Count; n++)
                {
                    sum += items[n] * Rate(n) + (items[n] % 2 == 0 ? 1 : 2);
                }

                return items.Count > 100 ? {{Next(i, helpers, 1)}} + {{Next(i, helpers, 2)}} : Math.Round(sum, 2);
            }

            private static decimal Rate(int n) => s_rates[n % s_rates.Length];
        }
        """);

    private static string Next(int i, int helpers, int step) =>
        i + step < helpers ? string.Create(CultureInfo.InvariantCulture, $"Pricing{i + step}.Quote(items, sum)") : "sum";

    private static string Plain(int i)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"namespace Shop;\n\npublic sealed class Plain{i}\n{{\n    private readonly Dictionary<string, int> _known = new();\n");
        for (var method = 0; method < 8; method++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""

                    public int Count{{method}}(IEnumerable<string> names, int limit)
                    {
                        var count = 0;
                        foreach (var name in names.Where(name => name.Length > {{method}}).OrderBy(name => name))
                        {
                            if (_known.TryGetValue(name, out var known) && known < limit)
                            {
                                count += known + name.Length;
                            }
                            else
                            {
                                _known[name] = DateTime.UtcNow.Second + count;
                            }
                        }

                        return count;
                    }

                """);
        }

        return text.Append("}\n").ToString();
    }
}
