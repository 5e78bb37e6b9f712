using System.Text;

namespace Durable.Shared.Shape;

/// <summary>The rule for names that stored data refers to, and the names a declaration gets by default.</summary>
internal static class StableNames
{
    public const int MaxLength = 100;

    public static bool IsValid(string name) => name.Length is > 0 and <= MaxLength && name.All(IsAllowed);

    /// <summary>What breaks the rule, as the end of a sentence about the name; null when nothing does.</summary>
    public static string? Explain(string name)
    {
        if (name.Length == 0)
        {
            return "is empty";
        }

        if (name.Length > MaxLength)
        {
            return $"is {name.Length} characters long";
        }

        foreach (var character in name)
        {
            if (!IsAllowed(character))
            {
                return char.IsControl(character) || char.IsSurrogate(character)
                    ? $"contains the character U+{(int)character:X4}"
                    : $"contains '{character}'";
            }
        }

        return null;
    }

    /// <summary><c>OrderIntakeWorkflow</c> is <c>order-intake</c>, <c>HTTPImport</c> is <c>http-import</c>.</summary>
    public static string ForWorkflow(string className) => ToKebabCase(WithoutEnd(className, "Workflow"));

    /// <summary><c>ShipAsync</c> is <c>Ship</c>.</summary>
    public static string ForStep(string methodName) => WithoutEnd(methodName, "Async");

    private static string WithoutEnd(string name, string end) =>
        name.Length > end.Length && name.EndsWith(end, StringComparison.Ordinal) ? name.Substring(0, name.Length - end.Length) : name;

    private static string ToKebabCase(string name)
    {
        var result = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && StartsWord(name, i))
            {
                result.Append('-');
            }

            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }

    // A capital starts a word after a small letter or digit, and as the last capital of a row that a small letter follows.
    private static bool StartsWord(string name, int index) =>
        index > 0
        && (char.IsLower(name[index - 1])
            || char.IsDigit(name[index - 1])
            || (char.IsUpper(name[index - 1]) && index + 1 < name.Length && char.IsLower(name[index + 1])));

    private static bool IsAllowed(char character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.';
}
