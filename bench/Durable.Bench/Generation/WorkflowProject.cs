using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Bench.Generation;

/// <summary>A project as large as they come: many workflows of ten steps, each in a file of its own beside its payloads, and plain code around them.</summary>
internal static class WorkflowProject
{
    public const int StepsPerWorkflow = 10;

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    public static CSharpCompilation Create(int workflows) => CSharpCompilation.Create(
        "Large",
        Sources(workflows).Select(source => CSharpSyntaxTree.ParseText(source.Text, s_options, source.Path)),
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("Durable.Bench.dll" or "Durable.Generators.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static IEnumerable<(string Path, string Text)> Sources(int workflows)
    {
        yield return ("Usings.cs", "global using System; global using System.Collections.Generic; global using System.Threading; global using System.Threading.Tasks; global using Durable;");
        yield return ("Money.cs", "namespace Shop; public enum Currency { Euro, Dollar } public sealed record Money(decimal Amount, Currency Currency);");
        for (var i = 0; i < workflows; i++)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"Order{i}.cs"), Payloads(i));
            yield return (string.Create(CultureInfo.InvariantCulture, $"Order{i}Workflow.cs"), Workflow(i));
        }
    }

    private static string Payloads(int i) => string.Create(CultureInfo.InvariantCulture, $$"""
        namespace Shop;

        public sealed record Order{{i}}(string Id, Money Total, IReadOnlyList<Line{{i}}> Lines, DateTimeOffset At, Dictionary<string, string>? Notes = null);

        public sealed record Line{{i}}(string Sku, int Quantity, Money Price);

        public sealed record Receipt{{i}}(string ChargeId, Guid Number, bool Paid);
        """);

    private static string Workflow(int i)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            namespace Shop;

            public interface IGateway{{i}}
            {
                Task<Receipt{{i}}> SendAsync(string id, Money total, string key, CancellationToken cancellationToken);
            }

            [Workflow("order-{{i}}")]
            public partial class Order{{i}}Workflow(IGateway{{i}} gateway)
            {
                public static readonly Signal<bool> Approved = new("approved");

                public async Task<Receipt{{i}}> RunAsync(WorkflowContext ctx, Order{{i}} order)
                {
                    var receipt = await Step0Async(order, order.Lines, 0);
                    foreach (var line in order.Lines)
                    {
                        receipt = await Step1Async(order, [line], line.Quantity);
                    }

                    return receipt;
                }

            """);
        for (var step = 0; step < StepsPerWorkflow; step++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""

                    [Step(Compensate = nameof(Undo{{step}}Async), MaxAttempts = 5, Timeout = "30s")]
                    protected virtual Task<Receipt{{i}}> Step{{step}}Async(Order{{i}} order, IReadOnlyList<Line{{i}}> lines, int count, StepContext step = default) =>
                        gateway.SendAsync(order.Id, order.Total, step.IdempotencyKey + count, step.CancellationToken);

                    private Task Undo{{step}}Async(Order{{i}} order, Receipt{{i}} receipt, StepContext step) =>
                        gateway.SendAsync(receipt.ChargeId, order.Total, step.IdempotencyKey, step.CancellationToken);

                """);
        }

        return text.Append("}\n").ToString();
    }
}
