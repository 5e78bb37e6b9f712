namespace Durable.Generators.Parsing;

/// <summary>Hands out names for generated members that nothing of the author's has in the same scope.</summary>
internal sealed class NameAllocator(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    /// <summary>The wished name, or the first of <c>name2</c>, <c>name3</c>, ... that is free.</summary>
    public string Take(string wish)
    {
        var name = wish;
        for (var i = 2; !_taken.Add(name); i++)
        {
            name = wish + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return name;
    }
}
