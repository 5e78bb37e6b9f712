using System.Text.RegularExpressions;

namespace Durable.Generators.Tests.Harness;

/// <summary>Somebody at work on several files: types, deletes, moves, pastes, renames, and now and then takes everything back.</summary>
internal sealed partial class RandomEdits(Random random, string[] originals)
{
    private const string Typed = "{}()[]<>;:,.=?\"'@_ \n/*#aX1";

    /// <summary>Edits one of <paramref name="texts"/> in place.</summary>
    /// <returns>Which one.</returns>
    public int Next(string[] texts)
    {
        var file = random.Next(texts.Length);
        texts[file] = random.Next(9) switch
        {
            0 => RemoveLine(texts[file]),
            1 => PasteLine(texts[file], from: texts[random.Next(texts.Length)]),
            2 => SwapLines(texts[file]),
            3 => Type(texts[file]),
            4 => Delete(texts[file]),
            5 => Rename(texts[file], from: texts[random.Next(texts.Length)]),
            6 => random.Next(3) == 0 ? "" : RemoveLine(texts[file]),
            _ => originals[file],
        };
        return file;
    }

    private string RemoveLine(string text)
    {
        var lines = Lines(text);
        lines.RemoveAt(random.Next(lines.Count));
        return Text(lines);
    }

    private string PasteLine(string text, string from)
    {
        var lines = Lines(text);
        var copied = Lines(from);
        lines.Insert(random.Next(lines.Count + 1), copied[random.Next(copied.Count)]);
        return Text(lines);
    }

    private string SwapLines(string text)
    {
        var lines = Lines(text);
        var (one, other) = (random.Next(lines.Count), random.Next(lines.Count));
        (lines[one], lines[other]) = (lines[other], lines[one]);
        return Text(lines);
    }

    private string Type(string text) => text.Insert(random.Next(text.Length + 1), Typed[random.Next(Typed.Length)].ToString());

    private string Delete(string text)
    {
        var start = random.Next(text.Length + 1);
        return text.Remove(start, Math.Min(random.Next(1, 6), text.Length - start));
    }

    private string Rename(string text, string from)
    {
        var (old, @new) = (Word(text), Word(from));
        return old.Length == 0 || @new.Length == 0 ? text : Regex.Replace(text, $@"\b{old}\b", @new);
    }

    private string Word(string text)
    {
        var words = WordPattern().Matches(text);
        return words.Count == 0 ? "" : words[random.Next(words.Count)].Value;
    }

    private static List<string> Lines(string text) => [.. text.Split('\n')];

    private static string Text(List<string> lines) => string.Join('\n', lines);

    [GeneratedRegex(@"\b[A-Za-z]\w*\b")]
    private static partial Regex WordPattern();
}
