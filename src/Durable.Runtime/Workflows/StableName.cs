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

    /// <exception cref="DurableException">It is no such name (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    public static void Check(string name, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(name, parameterName);
        if (!IsValid(name))
        {
            throw new DurableException(
                DurableErrorCodes.NameInvalid,
                $"'{(name.Length > MaxLength ? name[..MaxLength] + "..." : name)}' ({parameterName}) is no valid name.",
                $"Use 1 to {MaxLength} letters, digits, '-', '_' or '.'.");
        }
    }
}
