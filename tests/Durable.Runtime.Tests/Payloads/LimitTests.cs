using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Durable.Payloads;
using Durable.Serialization;
using Durable.Tests.Harness;

namespace Durable.Tests.Payloads;

/// <summary>How much a payload may hold, where it is written, where callers give it, and where it is read back.</summary>
[Proves("B-POL-4")]
public sealed class LimitTests
{
    private const int Most = 1000;

    private static readonly JsonSerializerOptions s_options = new() { MaxDepth = 1000, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public static TheoryData<string, int> Shapes => new()
    {
        { $"[{Repeat("1", Most)}]", Most },
        { $"[{Repeat("{}", Most + 1)}]", Most + 1 },
        { $"[{Repeat("[1]", Most / 2)}]", Most },
        { $"[{Repeat("[1,\"a\"]", Most / 2)}]", Most * 3 / 2 },
        { $"[{Repeat("{\"a\":1}", Most / 2)}]", Most },
        { $"[{Repeat("{\"a\":[null]}", Most / 2)}]", Most * 3 / 2 },
        { $"{{{string.Join(',', Enumerable.Range(0, Most).Select(i => $"\"{i}\":{i}"))}}}", Most },
        { $"{{{string.Join(',', Enumerable.Range(0, Most + 1).Select(i => $"\"{i}\":{i}"))}}}", Most + 1 },
        { $"\"{Repeat("[1]", Most)}\"", 0 },
        { $"[\"{Repeat("{1,", Most)}\"]", 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Write_Elements_AreCountedWhereverTheyAre(string json, int elements)
    {
        var type = (JsonTypeInfo<JsonElement>)s_options.GetTypeInfo(typeof(JsonElement));
        var value = JsonElement.Parse(json);

        foreach (var most in new[] { elements, elements - 1 }.Where(static most => most >= 0))
        {
            var payloads = new PayloadSerializer(1024 * 1024, most);
            if (most == elements)
            {
                Assert.False(payloads.Write(type, value, "result").IsEmpty);
                continue;
            }

            var refused = Assert.Throws<DurableException>(() => payloads.Write(type, value, "result"));
            Assert.Equal(DurableErrorCodes.PayloadTooLarge, refused.Code);
            Assert.Contains($"more than {most:N0} elements", refused.Message, StringComparison.Ordinal);
            Assert.Contains("PayloadOptions.MaxElements", refused.NextAction, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Result_WithTooManyElements_FailsTheStepNotTheRun()
    {
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                var failed = await Assert.ThrowsAsync<StepFailedException>(() => w.ManyAsync(Most + 1));
                return $"{failed.Error.Kind} {failed.Attempts} {(await w.ManyAsync(Most)).Count}";
            },
        };
        await using var engine = await Engine.StartAsync(script, Limited);

        Assert.Equal("PAYLOAD_TOO_LARGE 1 1000", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Limit_LoweredLater_LeavesWhatIsStoredReadable()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                var numbers = await w.ManyAsync(2 * Most);
                await ctx.SleepAsync(TimeSpan.FromMinutes(1));
                return $"{numbers.Count}";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.RestartAsync(script, Limited);
        await engine.WakeAsync();

        Assert.Equal("2000", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task GivenJson_AboveALimit_IsRefusedBeforeItIsReadAndNothingIsStored()
    {
        await using var engine = await Engine.StartAsync(
            new Script { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) }, Limited);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var many = JsonElement.Parse($"[{Repeat("1", Most + 1)} /* a comment */,]", new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var deep = Deep(300);

        Assert.Equal(DurableErrorCodes.PayloadTooLarge, await RefusalAsync(() => engine.Client.StartAsync("scripted", many, new() { RunId = "other" })));
        Assert.Equal(DurableErrorCodes.PayloadInvalid, await RefusalAsync(() => engine.Client.StartAsync("scripted", deep, new() { RunId = "other" })));
        Assert.Equal(DurableErrorCodes.PayloadTooLarge, await RefusalAsync(() => engine.Client.SignalAsync(Engine.RunId, "go", many)));
        Assert.Equal(DurableErrorCodes.PayloadInvalid, await RefusalAsync(() => engine.Client.SignalAsync(Engine.RunId, "go", deep)));
        Assert.Null(await engine.Client.GetAsync("other"));

        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "went");
        Assert.Equal("went", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    [Proves("B-STEP-7")]
    public async Task ResumeData_AboveALimitAndOfNoKnownType_IsRefusedAndTheRunUnharmed()
    {
        var script = new Script
        {
            Body = static (_, w, input) => w.AlphaAsync(input),
            Step = static (_, step) => step.TryGetResume<string>(out var data) ? Task.FromResult(data) : throw step.Suspend(),
        };
        await using var engine = await Engine.StartAsync(script, Limited, StoreKind.Files);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        Assert.Equal(DurableErrorCodes.PayloadInvalid, await RefusalAsync(() => engine.Client.ResumeStepAsync(Engine.RunId, "Alpha", Deep(300))));
        Assert.Equal(
            DurableErrorCodes.PayloadTooLarge,
            await RefusalAsync(() => engine.Client.ResumeStepAsync(Engine.RunId, "Alpha", JsonElement.Parse($"[{Repeat("1", Most + 1)}]"))));

        await engine.CrashAsync(script);
        await engine.Client.ResumeStepAsync(Engine.RunId, "Alpha", JsonElement.Parse("\"fine\""));
        Assert.Equal("fine", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public void Read_LongerThanAnythingStored_IsRefusedUnread()
    {
        var type = (JsonTypeInfo<JsonElement>)s_options.GetTypeInfo(typeof(JsonElement));

        var refused = Assert.Throws<DurableException>(() => PayloadSerializer.Read(type, new byte[PayloadOptions.LargestMaxBytes + 1], "result", "run-1"));

        Assert.Equal((DurableErrorCodes.PayloadTooLarge, "run-1"), (refused.Code, refused.RunId));
    }

    [Fact]
    public void Envelope_WithMoreCodecsThanAnythingIsEncodedWith_IsCorrupt()
    {
        var encoding = new PayloadEncoding(new PayloadOptions { Codecs = [PayloadCodec.Brotli()] });
        var envelope = PayloadEncoding.Read(Encoding.UTF8.GetBytes($"{{\"codecs\":[{Repeat("\"br\"", PayloadOptions.MostCodecs + 1)}],\"data\":\"AAAA\"}}"));

        var corrupt = Assert.Throws<DurableException>(() => encoding.Decode(envelope, artifact: null, "place"u8));

        Assert.Equal(DurableErrorCodes.PayloadCorrupt, corrupt.Code);
        Assert.Contains("more codecs", corrupt.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(100_000_001)]
    public void MaxElements_OutOfRange_IsRefused(int most) => Assert.Equal(
        DurableErrorCodes.OptionInvalid, Assert.Throws<DurableException>(() => new PayloadOptions { MaxElements = most }.Validate()).Code);

    private static void Limited(DurableBuilder durable) => durable.ConfigurePayloads(static payloads => payloads.MaxElements = Most);

    private static string Repeat(string json, int times) => string.Join(',', Enumerable.Repeat(json, times));

    private static JsonElement Deep(int depth) =>
        JsonElement.Parse(new string('[', depth) + new string(']', depth), new JsonDocumentOptions { MaxDepth = depth });

    private static async Task<string> RefusalAsync(Func<Task> act) => (await Assert.ThrowsAsync<DurableException>(act)).Code;
}
