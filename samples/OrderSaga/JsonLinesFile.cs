using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OrderSaga;

/// <summary>A file that is only ever appended to, one JSON object per line, each on the disk before <see cref="Append"/> returns.</summary>
internal sealed class JsonLinesFile<T> : IDisposable
{
    private readonly JsonTypeInfo<T> _type;
    private readonly FileStream _stream;

    public JsonLinesFile(string path, JsonTypeInfo<T> type)
    {
        _type = type;
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        CutTornLine();
    }

    public void Append(T item)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(item, _type);
        _stream.Write([.. line, (byte)'\n']);
        _stream.Flush(flushToDisk: true);
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Every whole line; a last one without its line end was being written when the process died.</summary>
    public static IReadOnlyList<T> Read(string path, JsonTypeInfo<T> type)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var text = File.ReadAllText(path, Encoding.UTF8);
        return [.. text[..(text.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, type)!)];
    }

    private void CutTornLine()
    {
        var bytes = new byte[_stream.Length];
        _stream.ReadExactly(bytes);
        _stream.SetLength(Array.LastIndexOf(bytes, (byte)'\n') + 1);
        _stream.Seek(0, SeekOrigin.End);
    }
}
