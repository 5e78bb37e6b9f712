using System.Buffers;

namespace Durable;

/// <summary>The one rule for names that stored data refers to: 1 to 100 ASCII letters, digits, '-', '_' or '.'.</summary>
internal static class StableName
{
    public const int MaxLength = 100;

    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(s_allowed);

    public static void Check(string name, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(name, parameterName);
        if (!IsValid(name))
        {
            throw new ArgumentException(
                $"'{name}' is no valid name: use 1 to {MaxLength} letters, digits, '-', '_' or '.'.", parameterName);
        }
    }
}
