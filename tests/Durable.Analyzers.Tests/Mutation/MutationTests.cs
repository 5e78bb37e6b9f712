using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Tests.Mutation;

/// <summary>Takes away each branch of the rules, and each name in their tables, one at a time, and asks the recorded cases whether anybody notices.</summary>
/// <remarks>Started by <c>tests/mutate-rules.sh</c>, which records the cases first.</remarks>
public sealed class MutationTests
{
    private const double Wanted = 0.95;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    // Without recorded cases this says that the rules can be mutated, and that a mutant is noticed at all.
    private static readonly RecordedCase s_sample = new(["""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(({|DUR0001:DateTime.Now|}, DateTime.MinValue));
        }
        """], new Dictionary<string, string>());

    [Fact]
    [Trait("Category", "Mutation")]
    public async Task Rules_WithABranchOrNameRemoved_FailATest()
    {
        var rules = MutatedRules.Compile();
        if (Environment.GetEnvironmentVariable("DURABLE_MUTATE_CASES") is { Length: > 0 } folder)
        {
            await RemoveAllAsync(rules, [.. RecordedCase.Load(folder).Select(static recorded => new Case(recorded))]);
            return;
        }

        var sample = new Case(s_sample);
        await CoverAsync(rules, [sample]);
        var clocks = rules.Tables.Single(static table => table.GetValue(null) is IDictionary map && map.Contains("P:System.DateTime.Now"));

        Assert.InRange(sample.Asked.Count(static asked => asked), 50, rules.Sites.Length);
        Assert.True(await IsNoticedWithoutAsync(rules, [sample], clocks, "P:System.DateTime.Now"));
        Assert.False(await IsNoticedWithoutAsync(rules, [sample], clocks, "P:System.DateTime.UtcNow"));
    }

    private static async Task RemoveAllAsync(MutatedRules rules, List<Case> cases)
    {
        var watch = Stopwatch.StartNew();
        await CoverAsync(rules, cases);
        Say($"{rules.Sites.Length} branches, {rules.Tables.Length} tables, {cases.Count} cases; ready after {watch.Elapsed.TotalSeconds:N0} s");

        var survivors = new List<string>();
        var total = 0;
        var isWithGuards = Number("DURABLE_MUTATE_GUARDS", 0) > 0;
        var every = Number("DURABLE_MUTATE_EVERY", 1);
        foreach (var site in rules.Sites.Where(site => isWithGuards || !site.IsGuard).Where((_, index) => index % every == 0))
        {
            if (total++ % 250 == 0)
            {
                Say($"{survivors.Count} of {total - 1} survive so far; after {watch.Elapsed.TotalSeconds:N0} s");
            }

            rules.Alive = site.Number;
            if (!await IsNoticedAsync(rules, cases.Where(candidate => candidate.Asked[site.Number])))
            {
                survivors.Add($"{site.File}:{site.Line} {site.What}");
                Say($"survived: {survivors[^1]}");
            }
        }

        rules.Alive = 0;
        Say($"branches: {total - survivors.Count} of {total} noticed; after {watch.Elapsed.TotalSeconds:N0} s");
        foreach (var table in rules.Tables)
        {
            foreach (var entry in Entries(table.GetValue(null)!).Where((_, index) => index % every == 0))
            {
                total++;
                if (!await IsNoticedWithoutAsync(rules, cases, table, entry))
                {
                    survivors.Add($"{table.DeclaringType!.Name}.{table.Name}: {entry}");
                    Say($"survived: {survivors[^1]}");
                }
            }
        }

        var score = (double)(total - survivors.Count) / total;
        Say(string.Create(CultureInfo.InvariantCulture, $"{total - survivors.Count} of {total} mutants noticed: {score:P1} in {watch.Elapsed.TotalSeconds:N0} s"));
        Assert.True(score >= Wanted, string.Create(CultureInfo.InvariantCulture, $"{score:P1} of the mutants are noticed, {Wanted:P0} are wanted."));
    }

    private static async Task CoverAsync(MutatedRules rules, List<Case> cases)
    {
        foreach (var recorded in cases)
        {
            rules.Asked = recorded.Asked = new bool[rules.Sites.Length + 1];
            if (await recorded.IsNoticedAsync(rules))
            {
                throw new InvalidOperationException($"A case fails without a mutant:\n{string.Join("\n---\n", recorded.Marked)}");
            }
        }

        rules.Asked = null;
    }

    // Cases that noticed something before come first.
    private static async Task<bool> IsNoticedAsync(MutatedRules rules, IEnumerable<Case> cases)
    {
        foreach (var recorded in cases.OrderByDescending(static recorded => recorded.Noticed).ThenBy(static recorded => recorded.Length))
        {
            if (await recorded.IsNoticedAsync(rules))
            {
                recorded.Noticed++;
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> IsNoticedWithoutAsync(MutatedRules rules, List<Case> cases, FieldInfo table, string entry)
    {
        var put = Remove(table.GetValue(null)!, entry);
        try
        {
            var word = LastWord(entry);
            return await IsNoticedAsync(rules, cases.Where(candidate => candidate.Mentions(word)));
        }
        finally
        {
            put();
        }
    }

    // The part of a name that code shows: Delay of M:System.Threading.Tasks.Task.Delay, List of System.Collections.Generic.List`1.
    private static string LastWord(string entry)
    {
        var name = entry.Split('(', '`')[0];
        var words = name.Split('.', ':', '+', ' ');
        return words[^1] == "#ctor" ? words[^2] : words[^1];
    }

    private static List<string> Entries(object table) => table switch
    {
        IDictionary map => [.. map.Keys.OfType<string>()],
        IEnumerable<string> names => [.. names],
        _ => [],
    };

    private static Action Remove(object table, string entry)
    {
        switch (table)
        {
            case IDictionary map:
                var value = map[entry];
                map.Remove(entry);
                return () => map[entry] = value;
            case HashSet<string> names:
                names.Remove(entry);
                return () => names.Add(entry);
            case string[] names:
                var index = Array.IndexOf(names, entry);
                names[index] = "\0";
                return () => names[index] = entry;
            default:
                throw new ArgumentException($"{table.GetType()} is no table.", nameof(table));
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static void Say(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        File.AppendAllText(Path.Combine(Environment.GetEnvironmentVariable("DURABLE_MUTATE_CASES")!, "progress.txt"), line + "\n");
    }

    private sealed class Case
    {
        private readonly AnalyzerOptions _options;
        private readonly CSharpCompilation _compilation;
        private readonly List<string> _expected;
        private readonly string _text;
        private readonly string? _says;
        private readonly string? _generated;

        public Case(RecordedCase recorded)
        {
            Marked = recorded.Marked;
            _options = new AnalyzerOptions([], new Config([.. recorded.Config.Select(static entry => (entry.Key, entry.Value))]));
            var sources = recorded.Marked.Select(MarkedSource.Parse).ToList();
            _compilation = Sources.Compile(sources.Select(static source => source.Text), References.WithRuntime);
            _expected = [.. sources.SelectMany(static (source, index) => source.Expected.Select(report => $"{index} {report.Id} {report.Span}")).Order(StringComparer.Ordinal)];
            _text = string.Concat(recorded.Marked);
            _says = recorded.Says;
            _generated = recorded.Generated;
        }

        public string[] Marked { get; }

        public bool[] Asked { get; set; } = [];

        public int Noticed { get; set; }

        public int Length => _text.Length;

        public bool Mentions(string word) => _text.Contains(word, StringComparison.OrdinalIgnoreCase);

        /// <summary>Whether the rules report anything else than the test expects; a rule that throws, or never ends, does.</summary>
        public async Task<bool> IsNoticedAsync(MutatedRules rules)
        {
            // A clone, because what is known about a compilation is kept with it.
            rules.Forget();
            var compilation = _compilation.Clone();
            var trees = compilation.SyntaxTrees;
            var run = compilation.WithAnalyzers(rules.Analyzers, new CompilationWithAnalyzersOptions(
                _options, onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(s_limit);
            ImmutableArray<Diagnostic> reported;
            try
            {
                reported = await run.GetAnalyzerDiagnosticsAsync(limit.Token);
            }
            catch (Exception e) when (e is OutOfMemoryException || (e is OperationCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested))
            {
                return true;
            }

            return (_says is not null && Messages.Of(reported.Where(static report => report.Location.SourceTree is not null)) != _says) || !reported
                .Select(report => $"{trees.IndexOf(report.Location.SourceTree!)} {report.Id} {report.Location.SourceSpan}")
                .Order(StringComparer.Ordinal)
                .SequenceEqual(_expected)
                || (_generated is not null && IsOtherwiseGenerated(rules, compilation));
        }

        private bool IsOtherwiseGenerated(MutatedRules rules, Compilation compilation)
        {
            try
            {
                return rules.Generated(compilation) != _generated;
            }
            catch (TargetInvocationException)
            {
                return true;
            }
        }
    }
}
