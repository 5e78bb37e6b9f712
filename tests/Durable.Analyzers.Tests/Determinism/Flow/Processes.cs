using System.Diagnostics;
using System.Globalization;
using System.Text;
using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Analyzers.Tests.Determinism.Flow;

/// <summary>Asks several processes the same questions: in which order collections are enumerated, and which hash codes values have.</summary>
/// <remarks>The processes differ as the machines of a cluster do: each thinks it has another number of processors, and works on another thread.</remarks>
internal static class Processes
{
    private const int Count = 4;

    // Each key type, and forty values of it, made from the word w and the number n.
    public static IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["string"] = "w",
        ["int"] = "n",
        ["long"] = "(long)n << 20",
        ["short"] = "(short)n",
        ["char"] = "(char)('a' + n)",
        ["double"] = "n / 7.0",
        ["float"] = "n / 7f",
        ["decimal"] = "n / 7m",
        ["System.Half"] = "(System.Half)n",
        ["System.Guid"] = "new System.Guid(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, (byte)n)",
        ["System.DateTime"] = "new System.DateTime(2026, 1, 1).AddMinutes(n)",
        ["System.DateTimeOffset"] = "System.DateTimeOffset.UnixEpoch.AddMinutes(n)",
        ["System.DateOnly"] = "new System.DateOnly(2026, 1, 1).AddDays(n)",
        ["System.TimeOnly"] = "new System.TimeOnly(n * 1000L)",
        ["System.TimeSpan"] = "System.TimeSpan.FromMinutes(n)",
        ["System.Version"] = "new System.Version(1, n)",
        ["System.Text.Rune"] = "new System.Text.Rune(97 + n)",
        ["System.ConsoleColor"] = "(System.ConsoleColor)n",
        ["int?"] = "(int?)n",
        ["System.Tuple<int, int>"] = "System.Tuple.Create(n, n + 1)",
        ["NumberStruct"] = "new NumberStruct(n, 'x')",
        ["(int, int)"] = "(n, n + 1)",
        ["(string, int)"] = "(w, n)",
        ["System.Tuple<int, string>"] = "System.Tuple.Create(n, w)",
        ["System.Collections.Generic.KeyValuePair<int, int>"] = "new System.Collections.Generic.KeyValuePair<int, int>(n, n)",
        ["System.Int128"] = "(System.Int128)n",
        ["System.Uri"] = "new System.Uri(\"http://example.org/\" + w)",
        ["object"] = "new object()",
        ["Number"] = "new Number(n)",
        ["WordStruct"] = "new WordStruct(w)",
        ["PlainStruct"] = "new PlainStruct { N = n }",
    };

    // Each collection type for the key type T, and how it is filled from the items, in their order.
    public static IReadOnlyDictionary<string, string> Collections { get; } = new Dictionary<string, string>
    {
        ["List<T>"] = "items.ToList()",
        ["Queue<T>"] = "new Queue<T>(items)",
        ["LinkedList<T>"] = "new LinkedList<T>(items)",
        ["Dictionary<T, int>"] = "items.ToDictionary(item => item, _ => 1)",
        ["HashSet<T>"] = "Refilled(items)",
        ["IEnumerable<T>"] = "items.Concat(items).Distinct().GroupBy(item => item).Select(group => group.Key).Union(items).ToLookup(item => item).Select(group => group.Key)",
        ["ImmutableArray<T>"] = "items.ToImmutableArray()",
        ["ImmutableList<T>"] = "items.ToImmutableList()",
        ["ImmutableDictionary<T, int>"] = "items.ToImmutableDictionary(item => item, _ => 1)",
        ["ImmutableHashSet<T>"] = "items.ToImmutableHashSet()",
        ["ImmutableHashSet<T>.Builder"] = "items.ToImmutableHashSet().ToBuilder()",
        ["Hashtable"] = "new Hashtable(items.ToDictionary(item => item, _ => 1))",
        ["ConcurrentDictionary<T, int>"] = "new ConcurrentDictionary<T, int>(items.ToDictionary(item => item, _ => 1))",
        ["ConcurrentBag<T>"] = "Bag(items)",
        ["ConcurrentQueue<T>"] = "new ConcurrentQueue<T>(items)",
        ["ConcurrentStack<T>"] = "new ConcurrentStack<T>(items)",
        ["FrozenDictionary<T, int>"] = "items.ToFrozenDictionary(item => item, _ => 1)",
        ["FrozenSet<T>"] = "items.ToFrozenSet()",
    };

    /// <summary>The declarations that key types need; the same for the programs and for the rule.</summary>
    public const string Types = """
        public sealed record Number(int N);
        public record struct NumberStruct(int N, char C);
        public record struct WordStruct(string W);
        public struct PlainStruct { public int N; }
        """;

    public const string Usings = "using System; using System.Collections; using System.Collections.Concurrent; using System.Collections.Frozen; using System.Collections.Generic; using System.Collections.Immutable; using System.Linq; using System.Threading;";

    /// <summary>What the processes disagree about: <c>collection|key</c> for an order, <c>hash|key</c> for hash codes.</summary>
    public static async Task<(IReadOnlySet<string> All, IReadOnlySet<string> Different)> AskAsync()
    {
        var folder = Directory.CreateTempSubdirectory("durable-claims-");
        try
        {
            var program = Path.Combine(folder.FullName, "claims.dll");
            Emit(program);
            var answers = new List<Dictionary<string, string>>();
            for (var process = 1; process <= Count; process++)
            {
                answers.Add(await RunAsync(program, process));
            }

            return (
                answers[0].Keys.ToHashSet(),
                answers[0].Keys.Where(question => answers.Select(answer => answer[question]).Distinct().Count() > 1).ToHashSet());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Emit(string path)
    {
        var compilation = CSharpCompilation.Create(
            "claims",
            [CSharpSyntaxTree.ParseText(Program(), Sources.ParseOptions, cancellationToken: TestContext.Current.CancellationToken)],
            References.WithoutRuntime,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        var result = compilation.Emit(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        File.WriteAllText(Path.ChangeExtension(path, ".runtimeconfig.json"), string.Create(
            CultureInfo.InvariantCulture,
            $$"""{ "runtimeOptions": { "tfm": "net{{Environment.Version.Major}}.0", "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version}}" } } }"""));
    }

    private static async Task<Dictionary<string, string>> RunAsync(string program, int process)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", [program, process.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_PROCESSOR_COUNT"] = (process * process).ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var running = Process.Start(start)!;
        var output = await running.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await running.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, running.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('=')).ToDictionary(static pair => pair[0], static pair => pair[1]);
    }

    private static string Program()
    {
        var program = new StringBuilder(Usings).Append('\n').Append("""
            public static class Program
            {
                public static void Main(string[] arguments)
                {
                    // Hash codes of objects follow from the thread that asks for them first, so there are some more threads.
                    var done = new ManualResetEventSlim();
                    for (var n = 0; n < int.Parse(arguments[0]) * 3; n++) { new Thread(done.Wait) { IsBackground = true }.Start(); }
                    var thread = new Thread(Ask);
                    Number = int.Parse(arguments[0]);
                    thread.Start();
                    thread.Join();
                }

                private static int Number;
                private static string[] Words => Enumerable.Range(0, 40).Select(i => "word" + i * 7919).ToArray();
                private static int[] Numbers => Enumerable.Range(0, 40).Select(i => i * 7919 % 1013).ToArray();

                private static HashSet<T> Refilled<T>(T[] items)
                {
                    var set = items.ToHashSet();
                    foreach (var item in items.Where((_, n) => n % 3 == 0)) set.Remove(item);
                    foreach (var item in items.Reverse()) set.Add(item);
                    return set;
                }

                // As workflow code does: in one order, but each part of it on whichever thread of the pool is free.
                private static ConcurrentBag<T> Bag<T>(T[] items)
                {
                    var bag = new ConcurrentBag<T>();
                    var other = new Thread(() => { foreach (var item in items.Where((_, n) => Number % 2 == 0 && n % 2 == 0)) bag.Add(item); });
                    other.Start();
                    other.Join();
                    foreach (var item in items.Where((_, n) => Number % 2 != 0 || n % 2 != 0)) bag.Add(item);
                    return bag;
                }

                private static void Order<T>(string name, string key, T[] items, IEnumerable enumerated)
                {
                    var places = new Dictionary<T, int>();
                    for (var i = 0; i < items.Length; i++) places.TryAdd(items[i], i);
                    var entries = enumerated.Cast<object>().Select(entry => entry is DictionaryEntry pair ? pair.Key : entry is KeyValuePair<T, int> typed && enumerated is not IEnumerable<T> ? typed.Key : entry);
                    Console.WriteLine(name + "|" + key + "=" + string.Join(",", entries.Select(entry => places[(T)entry])));
                }

                private static void Ask()
                {

            """);
        foreach (var (key, value) in Keys)
        {
            program.Append(CultureInfo.InvariantCulture, $"        Ask<{key}>(\"{key}\", Numbers.Zip(Words, (n, w) => {value}).ToArray());\n");
        }

        program.Append("    }\n\n    private static void Ask<T>(string key, T[] items)\n    {\n        Console.WriteLine(\"hash|\" + key + \"=\" + string.Join(\",\", items.Select(item => item.GetHashCode())));\n");
        foreach (var (collection, filled) in Collections)
        {
            program.Append(CultureInfo.InvariantCulture, $"        Order(\"{collection}\", key, items, {filled});\n");
        }

        return program.Append("    }\n}\n").Append(Types).ToString();
    }
}
