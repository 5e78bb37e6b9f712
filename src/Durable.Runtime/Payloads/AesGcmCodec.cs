using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Durable.Payloads;

/// <summary>Version (1), length of the key's id, the key's id, nonce, ciphertext, tag. The place is authenticated with them.</summary>
internal sealed class AesGcmCodec : PayloadCodec
{
    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly PayloadKey _current;
    private readonly FrozenDictionary<string, PayloadKey> _keys;

    public AesGcmCodec(PayloadKey current, IEnumerable<PayloadKey> previous)
    {
        _current = current;
        var keys = previous.Prepend(current).ToList();
        if (keys.DistinctBy(key => key.Id).Count() != keys.Count)
        {
            throw new DurableException(DurableErrorCodes.OptionInvalid, "Two payload keys have the same id.", "Give each key an id of its own.");
        }

        _keys = keys.ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
    }

    public override string Name => "aes-gcm";

    public override byte[] Encode(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> place)
    {
        var id = Encoding.ASCII.GetBytes(_current.Id);
        var nonceAt = 2 + id.Length;
        var encoded = new byte[nonceAt + NonceLength + payload.Length + TagLength];
        encoded[0] = Version;
        encoded[1] = (byte)id.Length;
        id.CopyTo(encoded, 2);
        var nonce = encoded.AsSpan(nonceAt, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_current.Bytes, TagLength);
        cipher.Encrypt(nonce, payload, encoded.AsSpan(nonceAt + NonceLength, payload.Length), encoded.AsSpan(encoded.Length - TagLength), place);
        return encoded;
    }

    public override byte[] Decode(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> place)
    {
        if (encoded.Length < 2 || encoded[0] != Version || encoded.Length < 2 + encoded[1] + NonceLength + TagLength)
        {
            throw PayloadErrors.Corrupt("it is no encrypted payload of a format this version knows");
        }

        var id = Encoding.ASCII.GetString(encoded.Slice(2, encoded[1]));
        if (!_keys.TryGetValue(id, out var key))
        {
            throw PayloadErrors.KeyUnknown(id);
        }

        var rest = encoded[(2 + encoded[1])..];
        var payload = new byte[rest.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key.Bytes, TagLength);
        try
        {
            cipher.Decrypt(rest[..NonceLength], rest[NonceLength..^TagLength], rest[^TagLength..], payload, place);
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw PayloadErrors.Corrupt($"it was changed, or moved from another place, since it was encrypted with the key '{id}', or that key is another one now", exception);
        }

        return payload;
    }
}
