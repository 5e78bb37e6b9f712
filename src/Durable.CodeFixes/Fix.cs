using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Editing;

namespace Durable.CodeFixes;

/// <summary>One change that is known to be possible.</summary>
/// <param name="Title">What the author reads in the menu.</param>
/// <param name="Identity">Two fixes with the same identity make the same change, and are applied once.</param>
/// <param name="Apply">Makes the change.</param>
internal sealed record Fix(string Title, string Identity, Action<DocumentEditor> Apply)
{
    /// <summary>Changes elsewhere in the document that this one needs; several fixes may need the same.</summary>
    public ImmutableArray<Fix> Needs { get; init; } = ImmutableArray<Fix>.Empty;
}
