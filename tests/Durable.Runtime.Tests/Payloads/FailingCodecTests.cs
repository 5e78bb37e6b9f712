using Durable.Tests.Harness;

namespace Durable.Tests.Payloads;

/// <summary>Codecs are anybody's code: what one throws concerns the payload it was given, not the worker.</summary>
[Proves("B-POL-3")]
public sealed class FailingCodecTests
{
    [Fact]
    public async Task Encode_Throws_ParksTheRunAndLeavesOthersAlone()
    {
        var codec = new FlakyCodec();
        var script = new Script { Body = static async (_, w, input) => await w.BetaAsync(await w.AlphaAsync(input)) };
        await using var engine = await Engine.StartAsync(script, durable => durable.ConfigurePayloads(payloads => payloads.Codecs = [codec]));
        codec.FailsToEncode = "secret";
        await engine.StartRunAsync("other", "other");
        var refused = await Assert.ThrowsAsync<DurableException>(() => engine.StartRunAsync("secret", "refused"));
        codec.FailsToEncode = "";
        script = new Script { Body = script.Body, Step = (a, step) => Task.FromResult(step.StepId == "Alpha" ? "se" + a : a) };
        await engine.RestartAsync(script);
        codec.FailsToEncode = "secret";

        await engine.StartRunAsync("cret");
        var stuck = await engine.UntilStuckAsync();
        await engine.StartRunAsync("fine", "third");
        await engine.UntilEndedAsync("third");

        Assert.Equal(DurableErrorCodes.PayloadCodecFailed, refused.Code);
        Assert.Null(await engine.Client.GetAsync("refused"));
        Assert.Equal("PAYLOAD_CODEC_FAILED: The codec 'flaky' failed: The key service is down. Make it work; then retry the call, or the run.", stuck.Reason);
        Assert.Equal(["start"], await engine.JournalAsync());
        Assert.Equal(RunStatus.Completed, (await engine.UntilEndedAsync("other")).Status);

        codec.FailsToEncode = "";
        await engine.Client.RetryAsync(Engine.RunId);
        Assert.Equal("secret", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(2, script.Calls.Count(static call => call == "Alpha(cret) 1"));
    }

    [Fact]
    public async Task Decode_Throws_ParksTheRunAndLeavesOthersAlone()
    {
        var codec = new FlakyCodec();
        var script = new Script { Body = static async (ctx, w, input) => await w.AlphaAsync(input) + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await using var engine = await Engine.StartAsync(script, durable => durable.ConfigurePayloads(payloads => payloads.Codecs = [codec]));
        await engine.StartRunAsync("secret");
        await engine.StartRunAsync("fine", "other");
        await engine.UntilAsleepAsync();
        await engine.UntilAsleepAsync("other");
        codec.FailsToDecode = "secret";

        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "!");
        await engine.Client.SignalAsync("other", "go", System.Text.Json.JsonSerializer.SerializeToElement("!"));
        var stuck = await engine.UntilStuckAsync();

        Assert.Equal(RunStatus.Completed, (await engine.UntilEndedAsync("other")).Status);
        Assert.StartsWith("PAYLOAD_CODEC_FAILED", stuck.Reason, StringComparison.Ordinal);
        codec.FailsToDecode = "";
        await engine.Client.RetryAsync(Engine.RunId);
        Assert.Equal("secret!", await engine.Run.ResultAsync(engine.Patience));
    }

    /// <summary>Turns the bytes around, and fails at those that hold a word.</summary>
    private sealed class FlakyCodec : PayloadCodec
    {
        public override string Name => "flaky";

        public string FailsToEncode { get; set; } = "";

        public string FailsToDecode { get; set; } = "";

        public override byte[] Encode(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> place) => Turn(payload, payload, FailsToEncode);

        public override byte[] Decode(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> place)
        {
            var turned = Turn(encoded, [], "");
            return Turn(encoded, turned, FailsToDecode);
        }

        private static byte[] Turn(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> plain, string word)
        {
            if (word.Length > 0 && plain.IndexOf(System.Text.Encoding.UTF8.GetBytes(word)) >= 0)
            {
                throw new TimeoutException("The key service is down.");
            }

            var turned = bytes.ToArray();
            Array.Reverse(turned);
            return turned;
        }
    }
}
