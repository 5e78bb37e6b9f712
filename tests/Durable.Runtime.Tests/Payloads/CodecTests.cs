using System.Globalization;
using System.Text;
using Durable.Tests.Harness;

namespace Durable.Tests.Payloads;

/// <summary>Codecs, one by one.</summary>
[Proves("B-POL-3")]
public sealed class CodecTests
{
    private static readonly byte[] s_place = Encoding.UTF8.GetBytes("run\u001E7\u001Estep\u001Echarge\u001Eoutput");

    public static TheoryData<string> Names => ["br", "aes-gcm"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Codec_RandomBytes_ComeBackAsTheyWere(string name)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("DURABLE_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        var codec = CodecOf(name);
        for (var round = 0; round < 200; round++)
        {
            var payload = new byte[random.Next(1, 5000)];
            random.NextBytes(payload);
            if (round % 2 == 0)
            {
                Array.Fill(payload, (byte)'x', 0, payload.Length - (payload.Length / 10));
            }

            var encoded = codec.Encode(payload, s_place);
            Assert.True(encoded is null || payload.AsSpan().SequenceEqual(codec.Decode(encoded, s_place)), $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Codec_AnyByteChangedOrCutOff_IsCorruptOrTheSame(string name)
    {
        var codec = CodecOf(name);
        var payload = Encoding.UTF8.GetBytes(new string('x', 200) + "abcdefgh");
        var encoded = codec.Encode(payload, s_place)!;
        for (var at = 0; at < encoded.Length; at++)
        {
            var changed = encoded.ToArray();
            changed[at] ^= 0x55;
            foreach (var wrong in new[] { changed, encoded[..at] })
            {
                var decoded = Decode(codec, wrong, s_place);
                Assert.True(name == "br" || decoded is null, $"byte {at} of {encoded.Length}");
            }
        }
    }

    [Fact]
    public void Brotli_SmallOrIncompressible_IsLeftAsItIs()
    {
        var random = new byte[2000];
        new Random(1).NextBytes(random);

        Assert.Null(PayloadCodec.Brotli().Encode(new byte[511], s_place));
        Assert.Null(PayloadCodec.Brotli().Encode(random, s_place));
        Assert.InRange(PayloadCodec.Brotli().Encode(new byte[2000], s_place)!.Length, 5, 100);
    }

    [Fact]
    [Proves("B-POL-4")]
    public void Brotli_ClaimsToBeHuge_IsRefused() =>
        Assert.Null(Decode(PayloadCodec.Brotli(), [0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3], s_place));

    [Fact]
    public void AesGcm_SamePayloadTwice_LooksDifferentAndHidesIt()
    {
        var codec = CodecOf("aes-gcm");
        var payload = "a secret that nobody may read"u8.ToArray();

        var (one, two) = (codec.Encode(payload, s_place)!, codec.Encode(payload, s_place)!);

        Assert.NotEqual(one, two);
        Assert.Equal(-1, one.AsSpan().IndexOf("secret"u8));
        Assert.True(one.AsSpan().IndexOf("k1"u8) > 0);
    }

    [Fact]
    public void AesGcm_MovedToAnotherPlace_IsCorrupt()
    {
        var codec = CodecOf("aes-gcm");

        var moved = Assert.Throws<DurableException>(() => codec.Decode(codec.Encode([1, 2, 3], s_place)!, "run\u001E8"u8));

        Assert.Equal(DurableErrorCodes.PayloadCorrupt, moved.Code);
    }

    [Fact]
    public void AesGcm_KeyRotated_ReadsTheOldAndWritesTheNew()
    {
        var (first, second) = (new PayloadKey("k1", new byte[32]), new PayloadKey("k2", [.. Enumerable.Repeat((byte)7, 16)]));
        var before = PayloadCodec.AesGcm(first);
        var after = PayloadCodec.AesGcm(second, first);
        var encoded = before.Encode([1, 2, 3], s_place)!;

        Assert.Equal([1, 2, 3], after.Decode(encoded, s_place));
        var unknown = Assert.Throws<DurableException>(() => before.Decode(after.Encode([1, 2, 3], s_place)!, s_place));
        Assert.Equal(DurableErrorCodes.PayloadKeyUnknown, unknown.Code);
        Assert.Contains("'k2'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_ThatCannotWork_AreRefused()
    {
        DurableException[] refused =
        [
            Assert.Throws<DurableException>(() => new PayloadKey("k1", new byte[31])),
            Assert.Throws<DurableException>(() => new PayloadKey("a b", new byte[32])),
            Assert.Throws<DurableException>(() => PayloadCodec.AesGcm(new PayloadKey("k1", new byte[32]), new PayloadKey("k1", new byte[32]))),
            Assert.Throws<DurableException>(() => PayloadCodec.Brotli(-1)),
            Assert.Throws<DurableException>(() => new PayloadOptions { ThresholdBytes = 1023 }.Validate()),
            Assert.Throws<DurableException>(() => new PayloadOptions { Codecs = [PayloadCodec.Brotli()], ReadCodecs = [PayloadCodec.Brotli()] }.Validate()),
        ];

        Assert.All(refused, exception => Assert.Equal(DurableErrorCodes.OptionInvalid, exception.Code));
    }

    private static PayloadCodec CodecOf(string name) => name == "br" ? PayloadCodec.Brotli(0) : PayloadCodec.AesGcm(new PayloadKey("k1", new byte[32]));

    private static byte[]? Decode(PayloadCodec codec, byte[] encoded, ReadOnlySpan<byte> place)
    {
        try
        {
            return codec.Decode(encoded, place);
        }
        catch (DurableException exception)
        {
            Assert.Contains(exception.Code, new[] { DurableErrorCodes.PayloadCorrupt, DurableErrorCodes.PayloadKeyUnknown });
            return null;
        }
    }
}
