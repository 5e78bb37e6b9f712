using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Generators.Emitting;

/// <summary>Indented text with <c>\n</c> line ends: the only way generated source is written.</summary>
internal sealed class SourceWriter
{
    private const int FirstSize = 64 * 1024;
    private const int LargestSpare = 512 * 1024;

    // That of the writer before: a project's files are written one after the other, and each would leave several times its length to the collector.
    [ThreadStatic]
    private static char[]? t_spare;

    private char[] _text;
    private int _length;
    private int _indent;

    public SourceWriter()
    {
        _text = t_spare ?? new char[FirstSize];
        t_spare = null;
    }

    /// <summary>Writes one line, or an empty one without trailing blanks.</summary>
    public void Line(string line = "") => Line(line, 0, line.Length);

    /// <summary>Writes a raw string whose left edge becomes the current indentation.</summary>
    public void Lines(string lines)
    {
        var start = 0;
        for (var end = lines.IndexOf('\n'); end >= 0; end = lines.IndexOf('\n', start))
        {
            Line(lines, start, (end > start && lines[end - 1] == '\r' ? end - 1 : end) - start);
            start = end + 1;
        }

        Line(lines, start, lines.Length - start);
    }

    /// <summary>Writes one line for each item, with a separator after all but the last, which gets an end.</summary>
    public void Separated(IEnumerable<string> items, string separator, string end)
    {
        var lines = items.ToList();
        for (var index = 0; index < lines.Count; index++)
        {
            Line(lines[index] + (index == lines.Count - 1 ? end : separator));
        }
    }

    /// <summary>Writes a header and an opening brace; disposing the result closes it.</summary>
    public BlockEnd Block(string header, string close = "}")
    {
        Lines(header);
        Line("{");
        _indent++;
        return new BlockEnd(this, close);
    }

    /// <summary>Indents what follows until the result is disposed.</summary>
    public BlockEnd Indented()
    {
        _indent++;
        return new BlockEnd(this, close: null);
    }

    public override string ToString() => new(_text, 0, _length);

    /// <summary>All that was written, as the compiler takes it; the writer is at its end then.</summary>
    /// <remarks>Not by way of a string: those of large files would stay in memory until the next collection of everything.</remarks>
    public SourceText ToSourceText()
    {
        using var reader = new WrittenText(_text, _length);
        var source = SourceText.From(reader, _length, Encoding.UTF8, SourceHashAlgorithm.Sha256);
        t_spare = _text.Length <= LargestSpare ? _text : null;
        _text = [];
        _length = 0;
        return source;
    }

    private void Line(string text, int start, int count)
    {
        Reserve((_indent * 4) + count + 1);
        if (count > 0)
        {
            for (var blanks = _indent * 4; blanks > 0; blanks--)
            {
                _text[_length++] = ' ';
            }

            text.CopyTo(start, _text, _length, count);
            _length += count;
        }

        _text[_length++] = '\n';
    }

    private void Reserve(int count)
    {
        if (_length + count > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_length + count, _text.Length * 2));
        }
    }

    internal readonly struct BlockEnd(SourceWriter writer, string? close) : IDisposable
    {
        public void Dispose()
        {
            writer._indent--;
            if (close is not null)
            {
                writer.Line(close);
            }
        }
    }

    private sealed class WrittenText(char[] text, int length) : TextReader
    {
        private int _position;

        public override int Peek() => _position < length ? text[_position] : -1;

        public override int Read() => _position < length ? text[_position++] : -1;

        public override int Read(char[] buffer, int index, int count)
        {
            var taken = Math.Min(count, length - _position);
            Array.Copy(text, _position, buffer, index, taken);
            _position += taken;
            return taken;
        }

        public override string ReadToEnd()
        {
            var rest = new string(text, _position, length - _position);
            _position = length;
            return rest;
        }
    }
}
