using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>What an author can say about code that is right although a rule objects, and about code that is wrong although none does.</summary>
public sealed class OptOutTests // DUR0023, DUR1009
{
    private const string Caller = """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(Clock.Read());
        }

        """;

    private const string ReportedCaller = """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult({|DUR0001:Clock.Read|}());
        }

        """;

    [Fact]
    public Task Pragma_InTheClass_Silences() => Verify.ReportsAsync(Body.With("""
        #pragma warning disable DUR0001
        var now = DateTime.Now;
        #pragma warning restore DUR0001
        var then = {|DUR0001:DateTime.Now|};
        """));

    [Theory]
    [InlineData("#pragma warning disable DUR0001\npublic static DateTime Read() => DateTime.Now;")]
    [InlineData("#pragma warning disable\npublic static DateTime Read() => DateTime.Now;")]
    [InlineData("[System.Diagnostics.CodeAnalysis.SuppressMessage(\"Durable.Determinism\", \"DUR0001:Workflow code reads the clock\")] public static DateTime Read() => DateTime.Now;")]
    [InlineData("[AllowNondeterminism(\"only shown\")] public static DateTime Read() => DateTime.Now;")]
    [InlineData("public static DateTime Read() => Inner; [AllowNondeterminism(\"only shown\")] private static DateTime Inner => DateTime.Now;")]
    [InlineData("public static DateTime Read() => Inner; [AllowNondeterminism(\"only shown\")] private static DateTime Inner { get { return DateTime.Now; } }")]
    [InlineData("public static DateTime Read() => s_now; [AllowNondeterminism(\"only shown\")] private static readonly DateTime s_now = DateTime.Now;")]
    public Task Helper_ThatIsAllowed_SilencesItsCallers(string helper) =>
        Verify.ReportsAsync(Caller + $"public static class Clock {{\n{helper}\n}}");

    [Theory]
    [InlineData("#pragma warning disable DUR0002\npublic static DateTime Read() => DateTime.Now;")]
    [InlineData("#pragma warning disable DUR0001\n#pragma warning restore DUR0001\npublic static DateTime Read() => DateTime.Now;")]
    [InlineData("#if NEVER\n#pragma warning disable DUR0001\n#endif\npublic static DateTime Read() => DateTime.Now;")]
    [InlineData("public static DateTime Read() => DateTime.Now;\n#pragma warning disable DUR0001")]
    [InlineData("[AllowNondeterminism({|DUR1009:\"\"|})] public static DateTime Read() => DateTime.Now;")]
    [InlineData("[AllowNondeterminism({|DUR1009:\" \"|})] public static DateTime Read() => DateTime.Now;")]
    [InlineData("[AllowNondeterminism({|DUR1009:null!|})] public static DateTime Read() => DateTime.Now;")]
    [InlineData("[Obsolete(\"\")] public static DateTime Read() => DateTime.Now;")]
    public Task Helper_ThatIsNotAllowed_IsReported(string helper) =>
        Verify.ReportsAsync("#pragma warning disable CS0618\n" + ReportedCaller, $"public static class Clock {{\n{helper}\n}}");

    [Fact]
    public Task AllowedType_CoversAllItsMembers_AndAwaitsToo() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx) => await Cache.Shared.GetAsync(new Cache().Now());
        }

        [AllowNondeterminism("always gives the same")]
        public class Cache
        {
            public static ICache Shared => null!;
            public DateTime Now() => DateTime.Now;
        }

        [AllowNondeterminism("always gives the same")]
        public interface ICache { Task<int> GetAsync(DateTime time); }
        """);

    [Fact]
    public async Task EditorConfig_ThatSwitchesOffTheRule_SilencesCallersOfThatFile()
    {
        var compilation = Sources.Compile([Caller, "public static class Clock { public static DateTime Read() => DateTime.Now; }"], References.WithRuntime);
        var elsewhere = compilation.SyntaxTrees[1];

        var silenced = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new OffIn(elsewhere, "DUR0001")));

        Assert.Single(await Rules.RunWholeAsync(compilation));
        Assert.Empty(await Rules.RunWholeAsync(silenced));
    }

    [Theory]
    [InlineData("M:Legacy.Read", "{|DUR0010:Legacy.Read|}();")]
    [InlineData("M:Legacy.Read()", "{|DUR0010:Legacy.Read|}(); Legacy.Read(1);")]
    [InlineData("M:Legacy.Read(System.Int32)", "Legacy.Read(); {|DUR0010:Legacy.Read|}(1);")]
    [InlineData("T:Legacy", "{|DUR0010:Legacy.Read|}(); _ = {|DUR0010:Legacy.Value|};")]
    [InlineData("P:Legacy.Value = DUR0001 | M:Legacy.Read=DUR0002", "{|DUR0002:Legacy.Read|}(); _ = {|DUR0001:Legacy.Value|};")]
    [InlineData("T:System.Threading.Timeout | F:System.Int32.MaxValue", "_ = {|DUR0010:Timeout.InfiniteTimeSpan|}; _ = Timeout.Infinite; _ = {|DUR0010:int.MaxValue|};")]
    [InlineData("M:Legacy.Read = nonsense", "{|DUR0010:Legacy.Read|}();")]
    [InlineData("M:System.Math.Abs", "_ = {|DUR0010:Math.Abs|}(1);")]
    [InlineData("N:System.Text.RegularExpressions", "_ = {|DUR0010:System.Text.RegularExpressions.Regex.Escape|}(\"a\");")]
    [InlineData("M:Legacy.Read(System.Int32)|T:Legacy.Gateway", "{|DUR0010:Legacy.Read|}(1); _ = {|DUR0010:new Legacy.Gateway|}(1);")]
    [InlineData("M:Legacy.Gateway..ctor", "_ = {|DUR0010:new Legacy.Gateway|}(); _ = {|DUR0010:new Legacy.Gateway|}(1);")]
    [InlineData("M:Legacy.Gateway..ctor(System.Int32) = DUR0002", "_ = new Legacy.Gateway(); _ = {|DUR0002:new Legacy.Gateway|}(1);")]
    [InlineData("M:System.Text.StringBuilder..ctor() # texts are made elsewhere", "_ = {|DUR0010:new System.Text.StringBuilder|}(); _ = new System.Text.StringBuilder(1);")]
    [InlineData(" | |", "Legacy.Read(); _ = new Legacy.Gateway();")]
    public Task BannedSymbols_OfTheProject_AreReported(string list, string statement) => Verify.ReportsWithAsync(
        new Config(("durable.banned_symbols", list)),
        Body.With(statement),
        "public static class Legacy { public static void Read() { } public static void Read(int n) { } public static int Value => 1; public sealed class Gateway { public Gateway() { } public Gateway(int n) { } } }");

    [Theory]
    [InlineData("var now = {|DUR0023:gateway.Value|};")]
    [InlineData("gateway.{|DUR0023:Open|}();")]
    [InlineData("payments.{|DUR0023:Count|}();")]
    [InlineData("{|DUR0023:anything.Do()|};")]
    [InlineData("_ = {|DUR0023:anything[1]|};")]
    [InlineData("_ = {|DUR0023:Activator.CreateInstance|}(typeof(int));")]
    [InlineData("typeof(int).GetMethod(\"a\")!.{|DUR0023:Invoke|}(null, null);")]
    public Task Code_ThatCannotBeChecked_ReportsAtTheStrictLevelOnly(string statement)
    {
        var source = Unchecked(statement).Replace("{|DUR0023:gateway.Value|}", "gateway.{|DUR0023:Value|}", StringComparison.Ordinal);
        return Task.WhenAll(
            Verify.ReportsWithAsync(new Config(("durable.determinism", "strict")), source),
            Verify.ReportsAsync(source.Replace("{|DUR0023:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("new Sealed().Do(); var text = new Sealed().ToString(); gateway.Plain(); Own();")]
    [InlineData("var all = new List<int> { 1 }; all.Sort(); foreach (var one in all) { }")]
    public Task Code_ThatCanBeChecked_DoesNotReportAtTheStrictLevel(string statement) =>
        Verify.ReportsWithAsync(new Config(("durable.determinism", "strict")), Unchecked(statement));

    private static string Unchecked(string statement) => $$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                Check(null!, null!, null!);
            }

            private void Check(Gateway gateway, IPayments payments, dynamic anything)
            {
                {{statement}}
            }

            protected virtual void Own() { }
        }

        public abstract class Gateway { public virtual void Open() { } public virtual int Value => 1; public int Plain() => 1; }
        public interface IPayments { int Count(); }
        public sealed class Sealed : Gateway { public void Do() { } public override string ToString() => "a"; }
        """;

    private sealed class OffIn(SyntaxTree file, string id) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Suppress;
            return tree == file && diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Default;
            return false;
        }
    }
}
