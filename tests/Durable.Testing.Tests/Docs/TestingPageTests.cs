using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Durable.Testing;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable xUnit1051 // the page shows what authors write
namespace Durable.Tests.Testing.Docs;

/// <summary>The snippets of docs/testing.md, compiled and run; and a test that the page shows nothing else.</summary>
public sealed partial class TestingPageTests
{
    [Fact]
    public async Task TheClassAlone()
    {
        var ctx = new TestWorkflowContext();
        ctx.Deliver(ParcelWorkflow.Paid, true, after: TimeSpan.FromDays(2));

        var receipt = await new ParcelWorkflow(new FakePost()).RunAsync(ctx, "Main Street 1");

        Assert.Equal("handed over label-1", receipt);
        Assert.Equal(TimeSpan.FromDays(5), ctx.Now() - ctx.StartedAt);
    }

    [Fact]
    public async Task TheEngineWithTimeThatSkips()
    {
        await using var durable = await DurableTestHost.StartAsync(d =>
        {
            d.Services.AddSingleton<IPost>(new FakePost());
            d.AddWorkflow<ParcelWorkflow>();
        });
        var parcels = durable.Services.GetRequiredService<ParcelWorkflow.Client>();

        var run = await parcels.StartAsync("Main Street 1");
        await run.SignalAsync(ParcelWorkflow.Paid, true);

        Assert.Equal("handed over label-1", await run.ResultAsync());
        await durable.VerifyReplayAsync(run.RunId);
    }

    [Fact]
    public async Task Fakes()
    {
        await using var durable = await DurableTestHost.StartAsync(d =>
        {
            d.Services.AddSingleton<IPost>(new FakePost());
            d.AddWorkflow<ParcelWorkflow>();
        });
        durable.Fake<ParcelWorkflow>()
            .Step("print", call => call.Step.Attempt < 3
                ? throw new TimeoutException("no paper")
                : Task.FromResult($"label for {call.Argument("address").GetString()}"))
            .Returns("hand-over", "done");

        var run = await durable.Services.GetRequiredService<ParcelWorkflow.Client>().StartAsync("Main Street 1");
        await run.SignalAsync(ParcelWorkflow.Paid, true);
        Assert.Equal("done", await run.ResultAsync());
    }

    [Fact]
    public async Task ACrashAtEveryWrite()
    {
        await CrashEverywhere.RunAsync(async scene =>
        {
            var post = new FakePost();              // outlives the process, as a real one would
            await scene.StartAsync(d =>
            {
                d.Services.AddSingleton<IPost>(post);
                d.AddWorkflow<ParcelWorkflow>();
            });

            var run = await scene.Services.GetRequiredService<ParcelWorkflow.Client>().StartAsync("Main Street 1", new() { RunId = "parcel-1" });
            await run.SignalAsync(ParcelWorkflow.Paid, true);
            return $"{await run.ResultAsync()}, {post.Labels} label";
        });
    }

    [Fact]
    public async Task YesterdaysRuns()
    {
        var path = Path.Combine(Directory(), "..", "Histories", "parcel-1.v1.jsonl");
        var history = RunHistory.Parse(await File.ReadAllTextAsync(path));

        await Replay.VerifyAsync<ParcelWorkflow>(history);
    }

    [Fact]
    public void EverySnippetOfThePage_StandsInTheseFiles()
    {
        var directory = Directory();
        var sources = string.Join('\n', System.IO.Directory.EnumerateFiles(directory, "*.cs").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(line => line.Trim()));
        var page = File.ReadAllText(Path.Combine(directory, "..", "..", "..", "docs", "testing.md"));

        var snippets = Snippet().Matches(page).Select(match => string.Join('\n', match.Groups[1].Value.TrimEnd().Split('\n').Select(line => line.Trim()))).ToList();

        Assert.Equal(6, snippets.Count);
        Assert.All(snippets, snippet => Assert.Contains(snippet, sources, StringComparison.Ordinal));
    }

    private static string Directory([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
