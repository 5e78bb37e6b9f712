namespace Durable;

/// <summary>What tags may be: they are kept in every row and looked at by every search.</summary>
internal static class TagLimits
{
    public const int MostTags = 100;
    public const int LongestName = 100;
    public const int LongestValue = 1000;

    /// <exception cref="DurableException">Too many, or one is too long (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public static void Check(IReadOnlyDictionary<string, string>? tags, string options)
    {
        if (tags is null or { Count: 0 })
        {
            return;
        }

        if (tags.Count > MostTags || tags.Any(static tag => tag.Key.Length is 0 or > LongestName || tag.Value is not { Length: <= LongestValue }))
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid,
                $"{options}.Tags has {tags.Count} tags, or one that is empty or too long.",
                $"Use at most {MostTags} tags, with names of 1 to {LongestName} characters and values of at most {LongestValue}.");
        }
    }
}
