using System.Text;

namespace Durable.Generators.Emitting;

/// <summary>Indented text with <c>\n</c> line ends: the only way generated source is written.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    /// <summary>Writes one line, or an empty one without trailing blanks.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _indent * 4).Append(line);
        }

        _text.Append('\n');
    }

    /// <summary>Writes a raw string whose left edge becomes the current indentation.</summary>
    public void Lines(string lines)
    {
        foreach (var line in lines.Replace("\r\n", "\n").Split('\n'))
        {
            Line(line);
        }
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

    public override string ToString() => _text.ToString();

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
}
