using Durable.Analyzers.Determinism;
using Durable.Analyzers.Tests.Harness;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Analyzers.Tests.Determinism.Carrying;

/// <summary>After an edit the rules say what they would say from nothing, although they do not read again what the edit cannot have changed.</summary>
public sealed class CarriedTests
{
    private const string Workflow = """
        [Workflow]
        public partial class OrderWorkflow : IHook
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult((Pricing.Quote(1), Hooks.Call(this)));
            public int Called() => 1;
        }
        """;

    private static readonly string[] s_helpers =
    [
        "public static class Pricing { public static int Quote(int n) => n == 0 ? Rates.Of(n) : Quote(n - 1); }",
        "public static class Rates { public static int Of(int n) => n + 1; }",
        "public interface IHook { int Called(); } public static class Hooks { public static int Call(IHook hook) => hook.Called(); }",
    ];

    [Theory]
    [InlineData(0, "Pricing.Quote(1)", "Pricing.Quote(2)")]
    [InlineData(0, "Called() => 1", "Called() => DateTime.Now.Year")]
    [InlineData(0, "Pricing.Quote(1)", "DateTime.Now.Year")]
    [InlineData(1, "n == 0 ?", "n == DateTime.Now.Year ?")]
    [InlineData(2, "n + 1", "n + DateTime.Now.Year")]
    [InlineData(2, "n + 1", "n + 2")]
    [InlineData(2, "int Of(int n) => n + 1;", "int Of(long n) => 1; public static int Of(int n) => DateTime.Now.Year;")]
    [InlineData(2, "public static class Rates", "namespace Shop; public static class Rates")]
    [InlineData(3, "hook.Called()", "hook.Called() + Environment.TickCount")]
    [InlineData(3, "interface IHook { int Called(); }", "interface IHook { int Called(); } public static class DateTime { public static int Now => 1; }")]
    public async Task Reports_AfterAnEdit_AreThoseFromNothing(int file, string before, string after)
    {
        string[] sources = [Workflow, .. s_helpers];
        var compilation = Sources.Compile(sources, References.WithRuntime, name: $"Carried{Guid.NewGuid():N}");
        await Rules.RunWholeAsync(compilation);

        var edited = await EditAsync(compilation, file, before, after);
        sources[file] = sources[file].Replace(before, after, StringComparison.Ordinal);
        Assert.Equal(Show(await Rules.RunWholeAsync(Sources.Compile(sources, References.WithRuntime))), edited);

        // And once more, back to what it was.
        var back = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[file], Parse(compilation, file, before, before));
        Assert.Equal(Show(await Rules.RunWholeAsync(Sources.Compile([Workflow, .. s_helpers], References.WithRuntime))), Show(await Rules.RunWholeAsync(back)));
    }

    // What an inline step does is no part of the body around it, which breaks no rule by itself.
    [Theory]
    [InlineData("n + 1", "n + 2", "_ => WaitAsync(ctx)")]
    [InlineData("n + 1", "n + 2", "async _ => await ctx.SleepAsync(default)")]
    [InlineData("Task.Delay(1)", "ctx.SleepAsync(default)", "_ => OtherAsync(ctx)")]
    public async Task InlineStepsOfHelpers_AfterAnEdit_AreReportedAsFromNothing(string before, string after, string step)
    {
        string[] sources =
        [
            "[Workflow] public partial class OrderWorkflow { public Task RunAsync(WorkflowContext ctx) => Billing.BillAsync(ctx); }",
            $$"""
            public static class Billing
            {
                public static Task BillAsync(WorkflowContext ctx) => ctx.StepAsync("bill", {{step}});
                private static Task WaitAsync(WorkflowContext ctx) => ctx.SleepAsync(default);
                private static Task OtherAsync(WorkflowContext ctx) => Other.WaitAsync(ctx);
            }
            """,
            "public static class Other { public static Task WaitAsync(WorkflowContext ctx) => Task.Delay(1); public static int Next(int n) => n + 1; }",
        ];
        var compilation = Sources.Compile(sources, References.WithRuntime, name: $"Carried{Guid.NewGuid():N}");
        await Rules.RunWholeAsync(compilation);

        var edited = await EditAsync(compilation, 2, before, after);

        sources[2] = sources[2].Replace(before, after, StringComparison.Ordinal);
        Assert.Contains("DUR0019", Assert.Single(edited), StringComparison.Ordinal);
        Assert.Equal(Show(await Rules.RunWholeAsync(Sources.Compile(sources, References.WithRuntime))), edited);
    }

    // What a helper records concerns the workflow, though the helper breaks no rule.
    [Theory]
    [InlineData("Save(ctx)")]
    [InlineData("ctx.StepAsync(\"bill\", step => Beat(step))")]
    public async Task ValuesThatHelpersRecord_AfterAnEdit_AreReportedAsFromNothing(string body)
    {
        string[] sources =
        [
            "[Workflow] public partial class OrderWorkflow { public Task RunAsync(WorkflowContext ctx) => Billing.BillAsync(ctx); }",
            $$"""
            public static class Billing
            {
                public static Task BillAsync(WorkflowContext ctx) => {{body}};
                private static Task Save(WorkflowContext ctx) => ctx.CheckpointAsync(1);
                private static Task Beat(StepContext step) => step.HeartbeatAsync(1);
            }
            """,
            "public static class Other { public static int Next(int n) => n + 1; }",
        ];
        var compilation = Sources.Compile(sources, References.WithRuntime, name: $"Carried{Guid.NewGuid():N}");
        await Rules.RunWholeAsync(compilation);

        var edited = await EditAsync(compilation, 2, "n + 1", "n + 2");

        Assert.Contains("DUR2001", Assert.Single(edited), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Quote(1)", "Quote(2)", true)] // the workflow's body
    [InlineData(3, "hook.Called()", "hook.Called() + 1", true)] // code that it does not call
    [InlineData(2, "n + 1", "n + 2", false)] // code that it calls
    [InlineData(2, "public static class Rates", "public static class Other { public static int Of() => 1; } public static class Rates", true)] // what stands beside code that it calls
    [InlineData(1, "public static class Pricing", "public static class Other { public static int Of() => 1; } public static class Pricing", true)] // what stands beside it
    [InlineData(1, "public static class Pricing", "using System.Linq; public static class Pricing", false)] // a using over it
    [InlineData(0, "int Called()", "int  Called(int n = 1)", true)] // a declaration
    [InlineData(0, "OrderWorkflow", "OrderWorkflo", true)] // the workflow's name
    [InlineData(0, "[Workflow]", "using System.Linq; [Workflow]", true)] // a using
    [InlineData(0, "[Workflow]", "[Workflow(\"order\")]", true)] // an attribute
    [InlineData(0, "[Workflow]", "public record Order(int Count); [Workflow]", true)] // a type that nothing names
    [InlineData(0, "[Workflow]", "pub [Workflow]", true)] // half a declaration
    [InlineData(0, "ctx) =>", "ctx) { =>", true)] // half a body, which takes in what follows
    [InlineData(0, "public int Called", "public IHook Next() => this; public int Called", true)] // a member that names what others name
    [InlineData(0, "[Workflow]", "public class Rates2; [Workflow]", true)] // almost the name of what it calls
    [InlineData(0, "[Workflow]", "namespace Rates { class A; } [Workflow]", false)] // the name of what it calls
    [InlineData(0, "[Workflow]", "public static class B { public static int Of(this int n) => n; } [Workflow]", false)] // its member's name
    [InlineData(3, "IHook hook", "IHook? hook", true)] // a declaration that it does not name
    public async Task BodiesThatAnEditCannotHaveChanged_AreNotReadAgain(int file, string before, string after, bool isCarried)
    {
        var compilation = Sources.Compile([Workflow.Replace(" : IHook", "", StringComparison.Ordinal), .. s_helpers], References.WithRuntime, name: $"Carried{Guid.NewGuid():N}");
        await Rules.RunWholeAsync(compilation);

        var edited = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[file], Parse(compilation, file, before, after));
        var code = WorkflowCode.For(DurableSymbols.TryCreate(edited)!, new Config());
        var quote = edited.GetTypeByMetadataName("Pricing")!.GetMembers("Quote").Single();

        Assert.Equal(isCarried, code.Carried.Cover(ClosedBody.Of(quote), new HashSet<string>(), [], code.Options));
        Assert.False(code.Carried.Cover(ClosedBody.Of(edited.GetSymbolsWithName("RunAsync", SymbolFilter.Member, TestContext.Current.CancellationToken).Single()), new HashSet<string>(), [], code.Options));
    }

    [Fact]
    public async Task Reports_AfterAnOptionChanges_AreThoseFromNothing()
    {
        var compilation = Sources.Compile([Workflow, .. s_helpers], References.WithRuntime, name: $"Carried{Guid.NewGuid():N}");
        Assert.Empty(await Rules.RunWholeAsync(compilation));

        var banned = await Rules.RunWholeAsync(compilation.Clone(), new Config(("durable.banned_symbols", "M:Rates.Of(System.Int32) = DUR0003")));

        Assert.Equal("DUR0003", Assert.Single(banned).Id);
    }

    [Fact]
    public async Task Reports_AfterAnotherBuildOfTheName_AreThoseFromNothing()
    {
        // As two target frameworks of one project in a compiler server: the command line's resolvers refuse to be compared.
        var project = Sources.Compile([Workflow, .. s_helpers], References.WithRuntime, name: $"Carried{Guid.NewGuid():N}");
        await Rules.RunWholeAsync(Build(project));

        var second = Build(project);

        Assert.Empty(await Rules.RunWholeAsync(second));
        Assert.Contains(await EditAsync(second, 2, "n + 1", "n + DateTime.Now.Year"), static report => report.Contains("DUR0001", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "namespace Shop { public static class Rates { public static int Of(int n) => DateTime.Now.Day; } }")]
    [InlineData("namespace Shop { public static class Rates { public static int Of(int n) => 1; } }", "")]
    public async Task Reports_AfterAFileComesOrGoes_AreThoseFromNothing(string before, string after)
    {
        string[] helpers =
        [
            Workflow.Replace("Pricing", "Shop.Pricing", StringComparison.Ordinal),
            $"namespace Shop {{ {s_helpers[0]} }}",
            "public static class Rates { public static int Of(int n) => DateTime.Now.Month; }",
            s_helpers[2],
        ];
        string[] Files(string file) => file.Length == 0 ? helpers : [.. helpers, file];
        var compilation = Sources.Compile(Files(before), References.WithRuntime, name: $"Carried{Guid.NewGuid():N}");
        await Rules.RunWholeAsync(compilation);

        var edited = before.Length == 0
            ? compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(after, Sources.ParseOptions, "File9.cs", cancellationToken: TestContext.Current.CancellationToken))
            : compilation.RemoveSyntaxTrees(compilation.SyntaxTrees[helpers.Length]);

        Assert.Equal(Show(await Rules.RunWholeAsync(Sources.Compile(Files(after), References.WithRuntime))), Show(await Rules.RunWholeAsync(edited)));
    }

    [Theory]
    [InlineData("int Good() { int Same() => 1; return Same(); } public static int Bad() { int Same() => DateTime.Now.Day; return Same(); } }", "int Third() => 3; }")]
    [InlineData("int Good() => Same.Read(); } file static class Same { public static int Read() => 1; }", "int Bad() => Same.Read(); } file static class Same { public static int Read() => DateTime.Now.Day; }")]
    public async Task Reports_OfNamesakes_AreNotTakenForEachOther(string first, string second)
    {
        var compilation = Sources.Compile(
            [
                "[Workflow] public partial class OrderWorkflow { public Task RunAsync(WorkflowContext ctx) => Task.FromResult((A.Good(), A.Bad())); }",
                $"public static partial class A {{ public static {first}",
                $"public static partial class A {{ public static {second}",
                "public static class Unrelated;",
            ],
            References.WithRuntime,
            name: $"Carried{Guid.NewGuid():N}");
        var before = Show(await Rules.RunWholeAsync(compilation));
        Assert.Single(before, static report => report.Contains("DUR0001", StringComparison.Ordinal));

        Assert.Equal(before, await EditAsync(compilation, 3, "Unrelated", "Other"));
    }

    [Fact]
    public async Task Reports_AfterAReferenceChanges_AreThoseFromNothing()
    {
        var compilation = Sources.Compile(
            ["[Workflow] public partial class OrderWorkflow { public Task RunAsync(WorkflowContext ctx) { Helper.Do(); return Task.CompletedTask; } }", "public static class Helper { public static void Do() => _ = Lib.Read(1); }"],
            [.. References.WithRuntime, Library("public static object Read(int n) => n;")],
            name: $"Carried{Guid.NewGuid():N}");
        Assert.Empty(await Rules.RunWholeAsync(compilation));

        var reports = await Rules.RunWholeAsync(compilation.ReplaceReference(compilation.References.Last(), Library("public static Task Read(int n) => Task.CompletedTask;")));

        Assert.Equal("DUR0009", Assert.Single(reports).Id);
    }

    [Fact]
    public async Task Reports_AfterASymbolIsDefined_AreThoseFromNothing()
    {
        const string Conditional = """
            public static class Helper
            {
                public static int Do() =>
            #if TESTED
                    DateTime.Now.Day;
            #else
                    1;
            #endif
            }
            """;
        var compilation = Sources.Compile([Workflow.Replace("Pricing.Quote(1)", "Helper.Do()", StringComparison.Ordinal), .. s_helpers, Conditional], References.WithRuntime, name: $"Carried{Guid.NewGuid():N}");
        Assert.Empty(await Rules.RunWholeAsync(compilation));

        var tested = Sources.ParseOptions.WithPreprocessorSymbols("TESTED");
        var reports = await Rules.RunWholeAsync(compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Select(tree =>
            CSharpSyntaxTree.ParseText(tree.ToString(), tested, tree.FilePath, cancellationToken: TestContext.Current.CancellationToken))));

        Assert.Equal("DUR0001", Assert.Single(reports).Id);
    }

    [Fact]
    public void Project_OnceClosed_IsForgotten()
    {
        var tree = ReadAndForget();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(tree.TryGetTarget(out _));
    }

    // In a method of its own: nothing on the stack may hold the project.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference<SyntaxTree> ReadAndForget()
    {
        var compilation = Build(Sources.Compile([Workflow, .. s_helpers], References.WithRuntime, name: $"Carried{Guid.NewGuid():N}"));
        var code = WorkflowCode.For(DurableSymbols.TryCreate(compilation)!, new Config());
        Assert.Empty(code.ReportsOf(compilation.GetTypeByMetadataName("OrderWorkflow")!, TestContext.Current.CancellationToken));
        return new WeakReference<SyntaxTree>(compilation.SyntaxTrees[1]);
    }

    private static PortableExecutableReference Library(string member)
    {
        using var image = new MemoryStream();
        Assert.True(Sources.Compile([$"public static class Lib {{ {member} }}"], References.WithRuntime, name: "Lib").Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static CSharpCompilation Build(CSharpCompilation project) => CSharpCompilation.Create(
        project.AssemblyName, project.SyntaxTrees, project.References, project.Options.WithXmlReferenceResolver(new Incomparable()));

    private static async Task<IEnumerable<string>> EditAsync(CSharpCompilation compilation, int file, string before, string after) =>
        Show(await Rules.RunWholeAsync(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[file], Parse(compilation, file, before, after))));

    private static SyntaxTree Parse(CSharpCompilation compilation, int file, string before, string after)
    {
        var tree = compilation.SyntaxTrees[file];
        var text = tree.ToString();
        Assert.Contains(before, text, StringComparison.Ordinal);
        return CSharpSyntaxTree.ParseText(text.Replace(before, after, StringComparison.Ordinal), Sources.ParseOptions, tree.FilePath, cancellationToken: TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Show(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Select(static diagnostic => $"{diagnostic.Location.GetLineSpan()} {diagnostic.Id}: {diagnostic.GetMessage(null)}").Order(StringComparer.Ordinal)];

    private sealed class Incomparable : XmlReferenceResolver
    {
        public override string? ResolveReference(string path, string? baseFilePath) => null;

        public override Stream OpenRead(string resolvedPath) => throw new FileNotFoundException(resolvedPath);

        public override bool Equals(object? other) => throw new NotSupportedException();

        public override int GetHashCode() => 0;
    }
}
