using System.Text;
using Durable.Payloads;
using Durable.Storage;
using Durable.Storage.InMemory;
using Durable.Store.Contract;
using Durable.Tests.Harness;
using Durable.Tests.Journal;
using Durable.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Payloads;

/// <summary>Large payloads, and encoded ones, from the body to the disk and back.</summary>
[Proves("B-POL-3")]
public sealed class PayloadStoreTests
{
    private const int Large = 300 * 1024;

    private static readonly PayloadKey s_first = new("k1", [.. Enumerable.Repeat((byte)1, 32)]);
    private static readonly PayloadKey s_second = new("k2", [.. Enumerable.Repeat((byte)2, 32)]);

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task LargePayloads_EverywhereInARun_AreArtifacts(StoreKind kind)
    {
        var large = new string('x', Large);
        var script = new Script
        {
            Body = static async (ctx, workflow, input) =>
            {
                var result = await workflow.AlphaAsync(input + "1");
                var signal = await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                var child = await ChildWorkflow.RunChildAsync(ctx, result + "3");
                return $"{result}{signal.Length}{child}";
            },
            Step = static (argument, _) => Task.FromResult(argument + "2"),
        };
        await using var engine = await Engine.StartAsync(
            script,
            durable =>
            {
                durable.Services.AddSingleton(new ChildScript(static (_, _, input) => Task.FromResult(input + "4")));
                durable.AddWorkflow<ChildWorkflow>();
            },
            kind);
        await engine.StartRunAsync(large);
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(script);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, large);

        var expected = $"{large}12{Large}{large}1234";
        Assert.Equal(expected, await engine.Run.ResultAsync(engine.Patience));
        var info = (await engine.Client.GetAsync(Engine.RunId))!;
        Assert.Equal((large, expected), (info.Input!.Value.GetString(), info.Result!.Value.GetString()));
        Assert.Contains(large + "12", string.Join('\n', await engine.LinesAsync()), StringComparison.Ordinal);
        var stored = await StoredAsync(engine);
        Assert.DoesNotContain(large, stored, StringComparison.Ordinal);
        Assert.Equal(7, stored.Split("@\":{\"artifact\":\"").Length - 1);

        var id = stored[(stored.IndexOf("\"artifact\":\"", StringComparison.Ordinal) + 12)..][..64];
        Assert.NotNull(await engine.Store.ReadArtifactAsync(Engine.RunId, id));
        Assert.Equal(DeleteOutcome.Deleted, await engine.Store.DeleteAsync(Engine.RunId));
        Assert.Null(await engine.Store.ReadArtifactAsync(Engine.RunId, id));
    }

    [Theory]
    [InlineData(true, DurableErrorCodes.ArtifactMissing)]
    [InlineData(false, DurableErrorCodes.ArtifactCorrupt)]
    public async Task Artifact_MissingOrChanged_ParksTheRunAndLosesNothing(bool isMissing, string code)
    {
        using var directory = new StoreDirectory();
        var script = new Script
        {
            Body = static async (ctx, workflow, input) => await workflow.AlphaAsync(input) + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go),
            Step = static (_, _) => Task.FromResult(new string('x', Large)),
        };
        await using (var first = await HostAsync(directory, script))
        {
            await StartAsync(first);
            await Until(first, info => info is { Status: RunStatus.Waiting });
        }

        var artifact = Assert.Single(Directory.GetFiles(Path.Combine(directory.Path, "artifacts"), "*", SearchOption.AllDirectories));
        var bytes = await File.ReadAllBytesAsync(artifact);
        if (isMissing)
        {
            File.Delete(artifact);
        }
        else
        {
            await File.WriteAllBytesAsync(artifact, [.. bytes[..^1], (byte)'?']);
        }

        await using var second = await HostAsync(directory, script);
        var run = second.Services.GetRequiredService<ScriptedWorkflow.Client>().Get(Engine.RunId);
        await run.SignalAsync(ScriptedWorkflow.Go, "!");
        var stuck = await Until(second, info => info is { Status: RunStatus.Stuck });
        Assert.StartsWith(code, stuck.Reason, StringComparison.Ordinal);
        Assert.Contains("field 'output' of record 2", stuck.Reason, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(artifact, bytes);
        await second.Client.RetryAsync(Engine.RunId);
        Assert.Equal(new string('x', Large) + "!", await run.ResultAsync());
    }

    [Fact]
    public async Task Artifacts_OfADeletedRun_LeaveNothingBehind()
    {
        using var directory = new StoreDirectory();
        var script = new Script { Body = static (_, _, _) => Task.FromResult(new string('x', Large)) };
        await using var host = await HostAsync(directory, script);
        await StartAsync(host);
        await Until(host, info => info.IsFinished);
        Assert.NotEmpty(Directory.GetFileSystemEntries(Path.Combine(directory.Path, "artifacts")));

        await host.Client.DeleteAsync(Engine.RunId);

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(directory.Path, "artifacts")));
        await StartAsync(host);
        Assert.Equal(new string('x', Large), await host.Services.GetRequiredService<ScriptedWorkflow.Client>().Get(Engine.RunId).ResultAsync());
    }

    [Fact]
    public async Task Artifact_OfTheResultIsMissing_FailsTheReaderNotTheListing()
    {
        using var directory = new StoreDirectory();
        var script = new Script { Body = static (_, _, _) => Task.FromResult(new string('x', Large)) };
        await using var host = await HostAsync(directory, script);
        var run = await StartAsync(host);
        await Until(host, info => info.IsFinished);
        File.Delete(Assert.Single(Directory.GetFiles(Path.Combine(directory.Path, "artifacts"), "*", SearchOption.AllDirectories)));

        Assert.Equal(DurableErrorCodes.ArtifactMissing, (await Assert.ThrowsAsync<DurableException>(() => run.ResultAsync())).Code);
        var info = (await host.Client.GetAsync(Engine.RunId))!;
        Assert.Equal((RunStatus.Completed, null), (info.Status, info.Result));
        Assert.Contains("is not there", info.Reason, StringComparison.Ordinal);
        await foreach (var listed in host.Client.ListAsync())
        {
            Assert.Equal(info.Reason, listed.Reason);
        }
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Encrypted_WholeRun_ShowsNamesAndNoValues(StoreKind kind)
    {
        var script = Secretive();
        await using var engine = await Engine.StartAsync(script, Encrypting(s_first), kind);
        await engine.StartRunAsync("secret input");
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(script);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "secret signal");

        Assert.Equal("secret input secret step secret signal", await engine.Run.ResultAsync(engine.Patience));
        var stored = await StoredAsync(engine);
        Assert.DoesNotContain("secret", stored, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"Alpha\"", stored, StringComparison.Ordinal);
        Assert.Contains("secret step", string.Join('\n', await engine.LinesAsync()), StringComparison.Ordinal);

        var fork = await engine.Client.ForkAsync(Engine.RunId, "Alpha", "fork-1");
        await engine.Client.SignalAsync(fork, ScriptedWorkflow.Go, "secret fork");
        Assert.Equal("secret input secret step secret fork", (await engine.UntilEndedAsync(fork)).Result!.Value.GetString());
    }

    [Fact]
    public async Task Encrypted_KeyRotatedLostAndFound_GoesOnWithoutLoss()
    {
        var script = Secretive();
        await using var engine = await Engine.StartAsync(script, kind: StoreKind.Files);
        await engine.RestartAsync(script, Encrypting(s_first));
        await engine.StartRunAsync("secret input");
        await engine.UntilAsleepAsync();

        await engine.RestartAsync(script, Encrypting(s_second));
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "secret signal");
        Assert.StartsWith(DurableErrorCodes.PayloadKeyUnknown, (await engine.UntilStuckAsync()).Reason, StringComparison.Ordinal);
        Assert.Contains("'k1'", (await engine.Client.GetAsync(Engine.RunId))!.Reason, StringComparison.Ordinal);

        await engine.RestartAsync(script);
        await engine.Client.RetryAsync(Engine.RunId);
        await engine.UntilAsync(info => info is { Status: RunStatus.Stuck, Worker: null } && info.Reason!.Contains("'aes-gcm'", StringComparison.Ordinal));

        await engine.RestartAsync(script, Encrypting(s_second, s_first));
        await engine.Client.RetryAsync(Engine.RunId);
        Assert.Equal("secret input secret step secret signal", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Encrypted_CodeChanged_ComparesWhatWasMeant()
    {
        var script = Secretive();
        await using var engine = await Engine.StartAsync(script, Encrypting(s_first));
        await engine.StartRunAsync("one");
        await engine.UntilAsleepAsync();

        await engine.CrashAsync(new Script
        {
            Body = static async (ctx, workflow, input) => await workflow.AlphaAsync("other " + input) + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go),
        });
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "go");

        Assert.Contains("recorded {\"argument\":\"one\"}, now {\"argument\":\"other one\"}", (await engine.UntilStuckAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadableRun_Terminated_Ends()
    {
        var script = Secretive();
        await using var engine = await Engine.StartAsync(script, kind: StoreKind.Files);
        await engine.RestartAsync(script, Encrypting(s_first));
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.RestartAsync(script);
        await engine.Client.TerminateAsync(Engine.RunId);

        Assert.Equal(RunStatus.Terminated, (await engine.UntilEndedAsync()).Status);
    }

    [Fact]
    public async Task UnreadableMessage_RunTerminated_EndsWithTheReason()
    {
        var script = Secretive();
        await using var engine = await Engine.StartAsync(script, kind: StoreKind.Files);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.RestartAsync(script, Encrypting(s_first) + ServingNoRun);
        await engine.Client.SignalAsync(Engine.RunId, ScriptedWorkflow.Go, "secret signal");
        await engine.RestartAsync(script, Encrypting(s_second));
        await engine.UntilStuckAsync();

        await engine.Client.TerminateAsync(Engine.RunId, "lost its key");

        var ended = await engine.UntilEndedAsync();
        Assert.Equal((RunStatus.Terminated, "lost its key"), (ended.Status, ended.Error!.Message));
    }

    [Fact]
    public async Task UnreadableReason_RunTerminated_EndsWithoutIt()
    {
        var script = Secretive();
        await using var engine = await Engine.StartAsync(script, kind: StoreKind.Files);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.RestartAsync(script, Encrypting(s_first) + ServingNoRun);
        await engine.Client.TerminateAsync(Engine.RunId, "secret reason");

        await engine.RestartAsync(script, Encrypting(s_second));

        var ended = await engine.UntilEndedAsync();
        Assert.Equal((RunStatus.Terminated, "The run was terminated."), (ended.Status, ended.Error!.Message));
    }

    [Fact]
    public async Task EveryKindOfRecord_EncodedAndBack_IsTheSame()
    {
        var time = new ManualTimeProvider();
        await using var inner = new InMemoryStore(time);
        var options = new PayloadOptions { ThresholdBytes = 1024, Codecs = [PayloadCodec.Brotli(0), PayloadCodec.AesGcm(s_first)] };
        var store = new PayloadStore(inner, new PayloadEncoding(options));
        var lines = RecordTests.Records.Select(record => record.Line)
            .Append($$"""{"t":"step","n":1,"id":"a@","output":{"input@":"{{new string('x', 3000)}}"},"input":"{{Convert.ToHexString(new Random(1).GetItems<byte>([.. Enumerable.Range(0, 256).Select(i => (byte)i)], 2000))}}"}""")
            .Append("""{"t":"start","n":1,"workflow":"w","signals":[{"name":"a","data":{"x":1}},{"name":"b"},{"name":"c","data":[2]}],"input":null}""")
            .ToList();
        var entries = lines.Select((line, index) => new JournalEntry(index + 2, Encoding.UTF8.GetBytes(line))).ToList();
        await store.CreateAsync(StoreSamples.NewRun("a", time.GetUtcNow()));
        var lease = (await store.ClaimAsync(StoreSamples.Claim(new TestOwner("w"))))[0].Lease;
        var commit = new RunCommit { Lease = lease, ExpectedLength = 1, Records = entries, State = new RunState(RunStatus.Waiting), InboxTaken = 0 };

        Assert.Equal(CommitOutcome.Applied, await store.CommitAsync(commit));

        var index = 0;
        await foreach (var entry in store.ReadJournalAsync("a"))
        {
            Assert.Equal(entry.Position == 1 ? StoreSamples.Text(StoreSamples.NewRun("a", time.GetUtcNow()).Start) : lines[index++], StoreSamples.Text(entry));
        }

        Assert.Equal(lines.Count, index);
        var raw = new StringBuilder();
        await foreach (var entry in inner.ReadJournalAsync("a"))
        {
            raw.AppendLine(StoreSamples.Text(entry));
        }

        Assert.Contains("\"artifact\":", raw.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"output\":", raw.ToString(), StringComparison.Ordinal);
    }

    private static Script Secretive() => new()
    {
        Body = static async (ctx, workflow, input) => $"{input} {await workflow.AlphaAsync(input)} {await ctx.WaitForSignalAsync(ScriptedWorkflow.Go)}",
        Step = static (_, _) => Task.FromResult("secret step"),
    };

    private static Action<DurableBuilder> Encrypting(PayloadKey key, params PayloadKey[] previous) =>
        durable => durable.ConfigurePayloads(payloads => payloads.Codecs = [PayloadCodec.Brotli(), PayloadCodec.AesGcm(key, previous)]);

    private static void ServingNoRun(DurableBuilder durable) => durable.ConfigureWorker(static worker => worker.Queues = ["nobodys"]);

    /// <summary>What the store itself holds of the run.</summary>
    private static async Task<string> StoredAsync(Engine engine)
    {
        var text = new StringBuilder();
        await foreach (var entry in engine.Store.ReadJournalAsync(Engine.RunId))
        {
            text.AppendLine(Encoding.UTF8.GetString(entry.Utf8.Span));
        }

        return text.ToString();
    }

    private static Task<DurableHost> HostAsync(StoreDirectory directory, Script script) => DurableHost.StartAsync(durable =>
    {
        durable.Services.AddSingleton(script);
        durable.AddWorkflow<ScriptedWorkflow>().UseFileStore(directory.Path).ConfigureWorker(worker => worker.IdleEviction = TimeSpan.Zero);
    });

    private static Task<ScriptedWorkflow.Run> StartAsync(DurableHost host) =>
        host.Services.GetRequiredService<ScriptedWorkflow.Client>().StartAsync("in", new() { RunId = Engine.RunId });

    private static async Task<RunInfo> Until(DurableHost host, Func<RunInfo, bool> condition)
    {
        RunInfo? info = null;
        await new Pulse().UntilAsync(
            async () => (info = await host.Client.GetAsync(Engine.RunId)) is not null && condition(info), () => Task.FromResult($"{info} {info?.Reason}"));
        return info!;
    }
}
