using System.Collections.Immutable;
using System.Reflection;
using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>What the rules know of code in other assemblies: what our generator wrote into them.</summary>
public sealed class LibraryTests
{
    private const string Library = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Durable;

        public static class Pricing
        {
            public static DateTime Quote() => Clock.Today;
            public static DateTime Later(this int days) => Quote().AddDays(days);
            public static int Rate<T>(List<T> items) => items.Count + Random.Shared.Next();
            public static int Plain() => 1;
            public static async Task<int> SleepAsync(WorkflowContext ctx) { await ctx.SleepAsync(TimeSpan.FromDays(1)); return await ctx.CheckpointAsync(1); }
            public static Task WaitAsync() => Task.Delay(5);
        #pragma warning disable DUR0002
            public static Guid Allowed() => Guid.NewGuid();
        #pragma warning restore DUR0002
            [AllowNondeterminism("only shown")] public static Guid Vouched() => Guid.NewGuid();
        }

        internal static class Clock { public static DateTime Today => DateTime.Now; }

        public class Maker
        {
            private readonly Guid _id = Guid.NewGuid();
            public Maker() { }
            public Maker(int n) : this() { }
            public int Count { get => 1; set => Thread.Sleep(value); }
            public static readonly DateTime Start = DateTime.UtcNow;
            public DateTime this[int n] => DateTime.Now;
            public static Maker operator +(Maker a, Maker b) => new(1);
            protected virtual void Hook() => Console.WriteLine(_id);
            public void Plain() { }
        }

        public interface IMail { Task SendAsync(); }
        """;

    [Theory]
    [InlineData("_ = {|DUR0001:Pricing.Quote|}();")]
    [InlineData("_ = 1.{|DUR0001:Later|}();")]
    [InlineData("_ = {|DUR0003:Pricing.Rate|}(new List<int>());")]
    [InlineData("await {|DUR0004:Pricing.WaitAsync|}();")]
    [InlineData("_ = {|DUR0002:new Maker|}();")]
    [InlineData("_ = {|DUR0002:new Maker|}(1);")]
    [InlineData("_ = {|DUR0001:Maker.Start|};")]
    [InlineData("Use(null!); void Use(Maker maker) { maker.{|DUR0004:Count|} = 1; _ = maker{|DUR0001:[1]|}; }")]
    [InlineData("Use(null!); void Use(Maker maker) { _ = {|DUR0002:maker + maker|}; }")]
    [InlineData("await Task.WhenAny(ctx.SleepAsync(default), {|DUR0004:Pricing.WaitAsync|}());")]
    [InlineData("await UseAsync(null!); async Task UseAsync(IMail mail) => await mail.{|DUR0009:SendAsync|}();")]
    public Task MemberOfALibrary_ThatSaysItDiffers_Reports(string statement) => ReportsAsync(statement, WithSummary(Library));

    [Theory]
    [InlineData("_ = Pricing.Plain(); _ = Pricing.Allowed(); _ = Pricing.Vouched();")]
    [InlineData("await Pricing.SleepAsync(ctx);")]
    [InlineData("Use(null!); void Use(Maker maker) => maker.Plain();")]
    public Task MemberOfALibrary_ThatIsTheSame_DoesNotReport(string statement) => ReportsAsync(statement, WithSummary(Library));

    [Theory]
    [InlineData("_ = Pricing.Quote(); _ = new Maker();")]
    public Task MemberOfALibrary_WithoutASummary_DoesNotReport(string statement) => ReportsAsync(statement, Compile(Library));

    [Theory]
    [InlineData("_ = {|DUR0001,DUR0010:Noted.Read|}();")]
    [InlineData("Use(null!); void Use(Noted noted) { noted.{|DUR0004:Count|}++; }")]
    [InlineData("await UseAsync(null!); async Task UseAsync(INoted noted) { await noted.{|DUR0009:SendAsync|}(); await noted.{|DUR0009:Sent|}; }")]
    public Task MemberThatASummaryNames_Reports(string statement) => Verify.ReportsAsync(Body.With(statement));

    [Theory]
    [InlineData("_ = Noted.Plain(); await Noted.WaitAsync();")]
    public Task MemberThatASummaryDoesNotName_DoesNotReport(string statement) =>
        Task.WhenAll(Verify.ReportsAsync(Body.With(statement)), Verify.ReportsWithAsync(new Config(("durable.determinism", "strict")), Body.With(statement)));

    [Fact]
    public Task LibraryThatSaysNothing_ReportsAtTheStrictLevel() => Verify.ReportsWithAsync(
        new Config(("durable.determinism", "strict")), Body.With("_ = {|DUR0023:NodaTime.SystemClock.Instance|}; _ = {|DUR0023:Ulid.Empty|}; _ = string.Empty + ctx.RunId;"));

    [Fact]
    public async Task Message_TellsTheWayInsideTheLibrary()
    {
        var compilation = Sources.Compile([Body.With("_ = Pricing.Quote();")], References.WithRuntime).AddReferences(Emit(WithSummary(Library)));

        Assert.Equal(
            "Workflow code calls Pricing.Quote → Clock.Today, which reads DateTime.Now, and a replay would read another time; use 'ctx.Now()'",
            Assert.Single(await Rules.RunWholeAsync(compilation)).GetMessage(null));
    }

    [Fact]
    public async Task LibraryOfALibrary_PassesItsSummaryOn()
    {
        var inner = Emit(WithSummary(Library));
        var outer = WithSummary("public static class Shop { public static System.DateTime Close() => Pricing.Quote(); }", "Outer", inner);
        var compilation = Sources.Compile([Body.With("_ = Shop.Close();")], References.WithRuntime).AddReferences(inner, Emit(outer));

        Assert.Contains(
            "calls Shop.Close, which calls Pricing.Quote → Clock.Today, which reads DateTime.Now",
            Assert.Single(await Rules.RunWholeAsync(compilation)).GetMessage(null),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task StrictLevel_ReportsLibrariesThatSayNothing()
    {
        var config = new Config(("durable.determinism", "strict"));
        var silent = Sources.Compile([Body.With("_ = Pricing.Plain();")], References.WithRuntime).AddReferences(Emit(Compile(Library)));
        var spoken = Sources.Compile([Body.With("_ = Pricing.Plain();")], References.WithRuntime).AddReferences(Emit(WithSummary(Library)));

        Assert.Equal("DUR0023", Assert.Single(await Rules.RunWholeAsync(silent, config)).Id);
        Assert.Empty(await Rules.RunWholeAsync(spoken, config));
    }

    [Theory]
    [InlineData("public static class A { public static int B() => 1; }", true)]
    [InlineData("[Durable.Workflow] public partial class A { public System.Threading.Tasks.Task RunAsync(Durable.WorkflowContext ctx) => null!; }", false)]
    public void Summary_IsWrittenForLibrariesWithoutWorkflows(string source, bool isWritten) =>
        Assert.Equal(isWritten, HasSummary(WithSummary(source)));

    [Fact]
    public void Summary_IsNotWrittenForPrograms_OrWithoutTheRuntime()
    {
        var program = Compile("public static class A { public static void Main() { } }");

        Assert.False(HasSummary(Generate(program.WithOptions(program.Options.WithOutputKind(OutputKind.ConsoleApplication)))));
        Assert.False(HasSummary(Generate(Sources.Compile(["public static class A;"], References.WithoutRuntime))));
    }

    private static async Task ReportsAsync(string statement, Compilation library)
    {
        var marked = MarkedSource.Parse(Body.With(statement));
        var compilation = Sources.Compile([marked.Text], References.WithRuntime).AddReferences(Emit(library));
        Assert.Empty(Sources.Errors(compilation));

        var reported = (await Rules.RunWholeAsync(compilation)).Select(static report => new ExpectedReport(report.Id, report.Location.SourceSpan));

        Assert.Equal(marked.Expected, reported.OrderBy(static report => report.Span.Start).ThenBy(static report => report.Id));
    }

    private static bool HasSummary(Compilation compilation) =>
        compilation.Assembly.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "DeterminismSummaryAttribute");

    private static CSharpCompilation Compile(string source, string name = "Library", params MetadataReference[] references) =>
        Sources.Compile([source], References.WithRuntime, name).AddReferences(references);

    private static Compilation WithSummary(string source, string name = "Library", params MetadataReference[] references) => Generate(Compile(source, name, references));

    private static Compilation Generate(Compilation compilation)
    {
        CSharpGeneratorDriver.Create(SummaryGenerator().AsSourceGenerator())
            .WithUpdatedParseOptions(Sources.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var problems, TestContext.Current.CancellationToken);
        Assert.Empty(problems);
        return generated;
    }

    // By name, for the generator's types are the same linked source as the analyzers'.
    private static IIncrementalGenerator SummaryGenerator() =>
        (IIncrementalGenerator)Activator.CreateInstance(Assembly.Load("Durable.Generators").GetType("Durable.Generators.SummaryGenerator", throwOnError: true)!, nonPublic: true)!;

    private static PortableExecutableReference Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray().ToImmutableArray());
    }
}
