using System.Text.RegularExpressions;
using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests;

/// <summary>The examples on a rule's page are true: the bad one is reported on the lines that say so, the good one is not reported at all.</summary>
public sealed class RulePageTests
{
    // What the examples take for granted; a name that an example declares itself comes first.
    private const string Prelude = """
        global using Prelude;

        namespace Prelude;

        public sealed record Order(string Id);
        public sealed record Address(string Street);
        public sealed record Approval(bool Granted);
        public sealed record Rejection(string Reason);

        public interface IPayments
        {
            string Charge(string orderId);
            Task ChargeAsync();
            Task<string> ChargeAsync(string orderId);
            Task<string> ChargeAsync(string orderId, decimal total);
            Task RefundAsync(string chargeId);
        }

        public interface IStore
        {
            Task SaveAsync(object? item);
        }
        """;

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(static descriptor => descriptor.Id).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task BadExample_OfEachPage_ReportsOnTheMarkedLines(string id)
    {
        var source = Complete(Example(id, "Bad"));
        var compilation = Sources.Compile([source, Prelude], References.WithRuntime);
        var marked = source.Split('\n').Select((line, number) => (line, number))
            .Where(entry => entry.line.Contains($"// {id}", StringComparison.Ordinal))
            .Select(static entry => entry.number);

        var reported = (await Rules.RunWholeAsync(compilation, ConfigOf(source)))
            .Where(diagnostic => diagnostic.Id == id)
            .Select(static diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line);

        Assert.Equal(marked, reported.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task GoodExample_OfEachPage_CompilesAndReportsNothing(string id)
    {
        var source = Complete(Example(id, "Good"));
        var compilation = Sources.Compile([source, Prelude], References.WithRuntime);

        Assert.Empty(Sources.Errors(compilation));
        Assert.Empty(await Rules.RunWholeAsync(compilation, ConfigOf(source)));
    }

    // An example may say what its .editorconfig holds.
    private static Config? ConfigOf(string source) =>
        Regex.Match(source, @"// \.editorconfig: (?<key>\S+) = (?<value>\S+)") is { Success: true } setting
            ? new Config((setting.Groups["key"].Value, setting.Groups["value"].Value))
            : null;

    private static string Example(string id, string section)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules", $"{id}.md"));
        var example = Regex.Match(page, $"\n## {section}\n\n```csharp\n(?<code>.*?)```\n", RegexOptions.Singleline);
        Assert.True(example.Success, $"{id}.md shows no code under '{section}'.");
        return example.Groups["code"].Value;
    }

    // A page may show members only; they belong to a workflow class.
    private static string Complete(string example) => example.Contains("class ", StringComparison.Ordinal)
        ? example
        : $$"""
            [Workflow]
            public partial class PageWorkflow(IPayments payments, IStore store)
            {
                public Task RunAsync(WorkflowContext ctx) => UseAsync();

                [Step] protected virtual Task UseAsync() => Task.FromResult((payments, store));

            {{example}}
            }
            """;
}
