using Durable.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Tests;

/// <summary>The output compiles without a warning, whatever the project around it is set to.</summary>
public sealed class AnyProjectTests
{
    [Fact]
    public void Compile_NullableDisabled_NoWarnings() => GeneratorRun.Of(
        Create().WithOptions(TestProject.Options.WithNullableContextOptions(NullableContextOptions.Disable))).AssertClean();

    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.Latest)]
    [InlineData(LanguageVersion.Preview)]
    public void Compile_AnyLanguageVersion_NoWarnings(LanguageVersion version) => GeneratorRun.Of(
        TestProject.Create("Sample", TestProject.ParseOptions.WithLanguageVersion(version), Samples.Order)).AssertClean();

    [Fact]
    public void Compile_CheckedArithmeticAndNoDocumentation_NoWarnings() => GeneratorRun.Of(
        TestProject.Create("Sample", TestProject.ParseOptions.WithDocumentationMode(DocumentationMode.None), Samples.Order)
            .WithOptions(TestProject.Options.WithOverflowChecks(true))).AssertClean();

    [Theory]
    [InlineData("System")]
    [InlineData("Acme.System")]
    [InlineData("Task")]
    [InlineData("Acme.Task.Durable")]
    [InlineData("Durable")]
    [InlineData("Durable.Generated")]
    [InlineData("Microsoft.CodeAnalysis")]
    [InlineData("@class.@event")]
    public void Compile_AnyNamespace_NoWarnings(string name) => GeneratorRun.Of(TestProject.Create(
        $$"""
        namespace {{name}}
        {
            public sealed record Order(string Id);
            [global::Durable.Workflow("order")]
            public partial class OrderWorkflow
            {
                public async global::System.Threading.Tasks.Task<Order> RunAsync(global::Durable.WorkflowContext ctx, Order order) => await ChargeAsync(order);
                [global::Durable.Step] protected virtual global::System.Threading.Tasks.Task<Order> ChargeAsync(Order order) => global::System.Threading.Tasks.Task.FromResult(order);
            }
        }
        """)).AssertClean();

    [Fact]
    public void Compile_GlobalNamespace_NoWarnings()
    {
        var run = GeneratorRun.Of(TestProject.Create(Samples.Minimal)).AssertClean();

        Assert.Contains(run.Sources, source => source.HintName == "AddWorkflow.g.cs");
    }

    [Fact]
    public void Compile_NamesThatShadowNamespaces_NoWarnings() => GeneratorRun.Of(TestProject.Create(
        """
        using Durable;
        public class Shadows { public int System, Durable, Task, Nothing, StepAsync, WorkflowServices; }
        [Workflow]
        public partial class HardWorkflow : Shadows
        {
            public async global::System.Threading.Tasks.Task RunAsync(WorkflowContext ctx) => await AddAsync(1, "");
            [Step] protected virtual global::System.Threading.Tasks.Task AddAsync(int System, string global) => global::System.Threading.Tasks.Task.CompletedTask;
        }
        """)).AssertClean();

    [Fact]
    public void Compile_NestedInPartialTypes_NoWarnings()
    {
        var run = GeneratorRun.Of(TestProject.Create(
            """
            using System.Threading.Tasks;
            using Durable;
            namespace Shop;
            public static partial class Outer
            {
                public partial record Middle(int X)
                {
                    public partial record struct Inner(int Y)
                    {
                        internal partial interface IDeep
                        {
                            public partial struct Deepest
                            {
                                [Workflow]
                                internal partial class DeepWorkflow
                                {
                                    public async Task RunAsync(WorkflowContext ctx) => await PingAsync();
                                    [Step] internal virtual Task PingAsync() => Task.CompletedTask;
                                }
                            }
                        }
                    }
                }
            }
            """)).AssertClean();

        Assert.Contains(run.Sources, source => source.HintName == "Shop.Outer.Middle.Inner.IDeep.Deepest.DeepWorkflow.g.cs");
    }

    [Fact]
    public void Compile_KeywordsAndUnicodeAsNames_NoWarnings() => GeneratorRun.Of(TestProject.Create(
        """
        using System.Threading.Tasks;
        using Durable;
        namespace @namespace.Größe.名前;
        public sealed record @new(string @string);
        public partial class @class
        {
            [Workflow("work")]
            public partial class @record(int @base = 3, string? @return = "a\"b\\\n")
            {
                public static readonly Signal<@new> @event = new("event");
                public int Sum => @base + (@return ?? "").Length;
                public async Task<@new> RunAsync(WorkflowContext ctx, @new @in) => await @do(1, @in, default);
                [Step("do", Compensate = nameof(@undo))]
                protected virtual Task<@new> @do(int @int, @new @this, StepContext @step) => Task.FromResult(@this);
                private Task @undo(int @int, @new @out, StepContext @while) => Task.CompletedTask;
                [Step] protected virtual Task ÜberprüfenAsync(int größe, string 名前) => Task.CompletedTask;
            }
        }
        """)).AssertClean();

    [Fact]
    public void Compile_NameOfCombiningMarks_FileNameIsPlain()
    {
        var run = GeneratorRun.Of(TestProject.Create(
            Samples.Minimal.Replace("[Workflow]", "[Workflow(\"resume\")]", StringComparison.Ordinal)
                .Replace("AddWorkflow", "Re\u0301sume\u0301", StringComparison.Ordinal))).AssertClean();

        Assert.Equal(2, run.Sources.Length);
    }

    [Fact]
    public void Compile_NamesThatDifferInCaseOnly_EachHasItsFile()
    {
        var run = GeneratorRun.Of(TestProject.Create(
            Samples.Minimal, Samples.Minimal.Replace("AddWorkflow", "ADDWorkflow", StringComparison.Ordinal).Replace("[Workflow]", "[Workflow(\"other\")]", StringComparison.Ordinal)))
            .AssertClean();

        Assert.Equal(3, run.Sources.Length);
    }

    [Fact]
    public void Compile_ObsoleteAndAnnotatedMembers_NoWarnings() => GeneratorRun.Of(TestProject.Create(
        """
        using System;
        using System.Diagnostics.CodeAnalysis;
        using System.Threading.Tasks;
        using Durable;
        [Obsolete("old")] public sealed record Old(int X);
        [Workflow]
        public partial class OldWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
            [Obsolete("old")] [Step] protected virtual Task<Old> ForgetAsync(Old old, [AllowNull] string name) => Task.FromResult(old);
        }
        """)).AssertClean();

    [Fact]
    public void Compile_TestsSeeInternals_EachAssemblyHasItsOwnRegistry()
    {
        var application = GeneratorRun.Of(TestProject.Create(
            "Application", TestProject.ParseOptions,
            "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Sample\")]", Samples.Minimal)).AssertClean();
        var tests = TestProject.Create(
            """
            using Durable;
            internal static class Use { public static void It(DurableBuilder builder) => builder.AddWorkflows().AddWorkflow<AddWorkflow>(); }
            """,
            Samples.Minimal.Replace("AddWorkflow", "OtherWorkflow", StringComparison.Ordinal));

        GeneratorRun.Of(tests.Referencing(application.Output)).AssertClean();
    }

    [Fact]
    public void Compile_OtherGeneratorDeclaresEmbedded_NoWarnings() => GeneratorRun.Of(TestProject.Create(
        Samples.Minimal,
        "namespace Microsoft.CodeAnalysis { internal sealed partial class EmbeddedAttribute : global::System.Attribute { } }")).AssertClean();

    [Fact]
    public void Generate_NoWorkflow_NoFiles() => Assert.Empty(GeneratorRun.Of(TestProject.Create("public class Plain;")).Sources);

    private static CSharpCompilation Create() => TestProject.Create(Samples.Order);
}
