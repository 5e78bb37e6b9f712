using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Durable.Storage.Files;

/// <summary>
/// Builds one line in a rented array. Written by hand because it is on the path of every step: property names come with their
/// punctuation as one literal, and records are copied without being looked into.
/// </summary>
internal struct LineBuffer : IDisposable
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private byte[]? _bytes;
    private int _length;

    /// <param name="capacity">A guess; the array grows.</param>
    public LineBuffer(int capacity) => Begin(capacity);

    /// <summary>The line, with its end once sealed.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public readonly int Length => _length;

    /// <summary>Starts a new line, in the same array where it is large enough.</summary>
    public void Begin(int capacity)
    {
        if (_bytes is null || _bytes.Length < capacity)
        {
            Dispose();
            _bytes = ArrayPool<byte>.Shared.Rent(capacity);
        }

        _length = 0;
    }

    /// <summary>Gives an array back that is longer than a line usually is, and keeps any other for the next line.</summary>
    public void DisposeIfLong()
    {
        if (_bytes is { Length: > 4096 })
        {
            Dispose();
        }
    }

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        _length += written;
    }

    /// <summary>A quoted, escaped string.</summary>
    public void Text(string value)
    {
        if (value.AsSpan().ContainsAnyExcept(s_plain))
        {
            Raw("\""u8);
            Raw(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            Raw("\""u8);
            return;
        }

        var room = Room(value.Length + 2);
        room[0] = (byte)'"';
        Encoding.UTF8.GetBytes(value, room[1..]);
        room[value.Length + 1] = (byte)'"';
        _length += value.Length + 2;
    }

    public void Base64(ReadOnlySpan<byte> bytes)
    {
        Raw("\""u8);
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, Room(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        _length += written;
        Raw("\""u8);
    }

    public void Location(LineLocation location)
    {
        Raw("["u8);
        Number(location.Segment);
        Raw(","u8);
        Number(location.Offset);
        Raw(","u8);
        Number(location.Length);
        Raw("]"u8);
    }

    /// <summary>Adds the checksum, the closing brace and the line's end.</summary>
    public void Seal()
    {
        var room = Room(LineFormat.SealLength + 1);
        LineFormat.WriteSeal(Bytes, room);
        room[LineFormat.SealLength] = (byte)'\n';
        _length += LineFormat.SealLength + 1;
    }

    public void Dispose()
    {
        if (_bytes is { } bytes)
        {
            _bytes = null;
            _length = 0;
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private Span<byte> Room(int bytes)
    {
        ObjectDisposedException.ThrowIf(_bytes is null, typeof(LineBuffer));
        if (_bytes.Length - _length < bytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + bytes), _bytes.Length * 2));
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(_length);
    }
}
