using System.Globalization;
using System.Text;

namespace Durable.Generators.Parsing;

/// <summary>Hands out identifiers that do not collide within one class; the same requests in the same order give the same names.</summary>
internal sealed class UniqueNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    /// <summary>The wanted name, or the first free one of <c>name2</c>, <c>name3</c>…</summary>
    public string Take(string wanted)
    {
        var name = wanted;
        for (var number = 2; !_taken.Add(name); number++)
        {
            name = wanted + number.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    /// <summary>What remains of <paramref name="text"/> when everything that an identifier cannot hold is dropped.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character) || character == '_')
            {
                clean.Append(character);
            }
        }

        return clean.ToString();
    }
}
