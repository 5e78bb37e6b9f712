using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Durable.Journal;
using Durable.Testing;
using Durable.Tests.Harness;
using Durable.Tests.Testing.Docs;
using Durable.Tests.Testing.Samples;
using Durable.Tests.Testing.Tours;
using Microsoft.Extensions.DependencyInjection;
using OrderSaga;

namespace Durable.Tests.Testing.Replaying;

/// <summary>
/// Runs recorded once and committed under <c>Histories</c>, <c>what-it-shows.vN.jsonl</c>: they replay for ever. They are never written anew; a new record kind gets a part in
/// <see cref="TourScene"/>, and <c>DURABLE_RECORD_HISTORIES=1</c> records what has no file yet.
/// </summary>
[Proves("B-SHOW-4")]
[Proves("B-JRN-4")]
public sealed class RecordedHistoryTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(HistoriesDirectory(), "*.jsonl").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task History_RecordedOnce_ReplaysForEver(string file)
    {
        var history = RunHistory.Parse(await File.ReadAllTextAsync(Path.Combine(HistoriesDirectory(), file), TestContext.Current.CancellationToken));

        await Replay.VerifyAsync(history, static d =>
        {
            SampleScene.AddWorkflows(d);
            TourScene.Configure(d.AddWorkflow<OrderWorkflow>().AddWorkflow<ParcelWorkflow>());
        });
    }

    [Fact]
    public void EveryRecordKind_HasARecordedHistory()
    {
        var recorded = Recorded().SelectMany(history => history.Records).Select(record => record.Kind).ToHashSet();

        // Every record class has its kinds in static fields.
        var kinds = typeof(JournalRecord).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(JournalRecord)) && !type.IsAbstract)
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(JsonEncodedText)))
            .Select(field => field.GetValue(null)!.ToString()!);

        var missing = kinds.Except(recorded).Order(StringComparer.Ordinal).ToList();
        Assert.True(
            missing.Count == 0,
            $"No history under Histories holds {string.Join(", ", missing)}: add a part to TourWorkflow and TourScene that records it, and run this class with DURABLE_RECORD_HISTORIES=1.");
    }

    /// <summary>Of exceptions, too, only what the author said is stored: no type can be named by whoever writes into a store.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    [Proves("B-POL-4")]
    public async Task History_OfEveryKind_NamesNoType(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(HistoriesDirectory(), file), TestContext.Current.CancellationToken);

        string[] names = ["System.", "Durable.", "Exception\"", "`1", "Version=", "PublicKeyToken", nameof(TourWorkflow), nameof(Tour) + "\"", nameof(OrderSaga.Orders.Order) + "\"", nameof(OrderWorkflow)];
        Assert.All(names, name => Assert.DoesNotContain(name, text, StringComparison.Ordinal));
    }

    [Fact]
    public void EverySample_HasARecordedHistory() =>
        Assert.Subset(Recorded().Select(history => history.Workflow).ToHashSet(), new HashSet<string> { "order", "expense", "agent", "report", "subscription" });

    /// <summary>Records the parts that have no history yet; nothing unless it is asked to.</summary>
    [Fact]
    public async Task Record_WhatHasNoHistoryYet()
    {
        if (Environment.GetEnvironmentVariable("DURABLE_RECORD_HISTORIES") != "1")
        {
            return;
        }

        foreach (var part in TourScene.Parts.Keys)
        {
            await using var durable = await DurableTestHost.StartAsync(TourScene.Configure);
            await TourScene.Of(durable).PlayAsync(part);
            if (part == "fork")
            {
                await WriteAsync("fork-copy", await durable.Client.ExportHistoryAsync("fork-copy", cancellationToken: TestContext.Current.CancellationToken));
            }

            if (part == "family")
            {
                await WriteAsync("family-child", await durable.Client.ExportHistoryAsync("family/1/stop", cancellationToken: TestContext.Current.CancellationToken));
            }

            await WriteAllAsync(durable, part, part);
        }

        await using (var durable = await DurableTestHost.StartAsync(d => d.AddWorkflow<ParcelWorkflow>().Services.AddSingleton<IPost>(new FakePost())))
        {
            var parcel = await durable.Services.GetRequiredService<ParcelWorkflow.Client>().StartAsync("Main Street 1", new() { RunId = "parcel-1" }, TestContext.Current.CancellationToken);
            await parcel.SignalAsync(ParcelWorkflow.Paid, true, cancellationToken: TestContext.Current.CancellationToken);
            await parcel.ResultAsync(TestContext.Current.CancellationToken);
            await WriteAsync("parcel-1", await durable.Client.ExportHistoryAsync("parcel-1", cancellationToken: TestContext.Current.CancellationToken));
        }

        foreach (var (name, make) in SampleScene.All)
        {
            var sample = make();
            await using var durable = await DurableTestHost.StartAsync(sample.Configure);
            await sample.PlayAsync(Stage.Of(durable));
            await WriteAllAsync(durable, sample.RunId, "sample-" + name);
        }

        foreach (var order in SampleOrders.All)
        {
            await WriteAsync($"sample-order-{order.Id}", await SampleOrders.RecordAsync(order));
        }
    }

    private static IEnumerable<RunHistory> Recorded() =>
        Directory.EnumerateFiles(HistoriesDirectory(), "*.jsonl").Select(file => RunHistory.Parse(File.ReadAllText(file)));

    private static async Task WriteAllAsync(DurableTestHost durable, string runId, string name)
    {
        var generations = (await durable.Client.GetAsync(runId, TestContext.Current.CancellationToken))!.Generation;
        for (var generation = 1; generation <= generations; generation++)
        {
            await WriteAsync(generations == 1 ? name : $"{name}-{generation}", await durable.Client.ExportHistoryAsync(runId, generation, TestContext.Current.CancellationToken));
        }
    }

    private static async Task WriteAsync(string name, RunHistory history)
    {
        var path = Path.Combine(HistoriesDirectory(), $"{name}.v1.jsonl");
        if (!File.Exists(path))
        {
            await File.WriteAllTextAsync(path, history.ToString());
        }
    }

    // Beside the sources, so that recording writes what is committed.
    private static string HistoriesDirectory([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(path))!, "Histories");
}
