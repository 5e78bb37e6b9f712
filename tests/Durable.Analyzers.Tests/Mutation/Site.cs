namespace Durable.Analyzers.Tests.Mutation;

/// <summary>One branch of a rule that a mutation run takes away.</summary>
/// <param name="Number">Which one; from 1.</param>
/// <param name="File">Its file, below <c>src</c>.</param>
/// <param name="Line">From 1.</param>
/// <param name="What">The code in question, and what becomes of it.</param>
internal sealed record Site(int Number, string File, int Line, string What)
{
    /// <summary>Where it begins in the file.</summary>
    public required int Start { get; init; }

    /// <summary>What sort of branch it is.</summary>
    public required string Kind { get; init; }

    /// <summary>A condition beside another: without it the rule says more than it should, or does what it would have left alone anyway.</summary>
    public bool IsGuard => Kind.EndsWith("&&", StringComparison.Ordinal);
}
