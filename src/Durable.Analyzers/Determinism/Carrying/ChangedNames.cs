using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>The names by which code meets what two versions of a project declare differently. Code that has none of them means what it meant.</summary>
/// <remarks>
/// <para>
/// Code meets a type only by naming it, or by naming one whose declaration names it, and so on: each value has its type from a declaration. What the language binds without a name
/// (operators, conversions, constructors, enumerators, awaiters, disposers) it finds in the types of values. So these are the names of the types that changed, in whatever is no body, and of
/// those whose declarations have one of the names. They are compared as written, whatever they stand for.
/// </para>
/// <para>
/// Three more ways lead to a type. An extension method is met by its own name. What <see cref="DeclaredType.IsMetUnnamed"/> tells, and what a file says about all files, is met without any:
/// then everything counts as changed. And from the workflows that derive from it, which it does not know, a class learns what is injected into it: such classes are for the caller to name.
/// </para>
/// </remarks>
internal sealed class ChangedNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private ChangedNames()
    {
    }

    /// <summary>Compares two versions; null where the difference may be met anywhere.</summary>
    /// <param name="before">The files of one.</param>
    /// <param name="after">Those of the other, most of them the same.</param>
    /// <param name="others">Names that changed their meaning for other reasons.</param>
    public static ChangedNames? Between(HashSet<SyntaxTree> before, HashSet<SyntaxTree> after, IEnumerable<string> others)
    {
        var removed = before.Where(tree => !after.Contains(tree)).Select(DeclaredNames.In).ToList();
        var added = after.Where(tree => !before.Contains(tree)).Select(DeclaredNames.In).ToList();
        if (Difference(removed, added, static file => file.Everywhere, static text => text).Any())
        {
            return null;
        }

        var names = Difference(removed, added, static file => file.Types, static type => type.Signature).SelectMany(static type => type.Names)
            .Concat(Namespaces(removed, added, before.Where(after.Contains)))
            .Concat(others);
        var changed = new ChangedNames();
        return changed.Spread(new HashSet<string>(names, StringComparer.Ordinal), removed.Concat(after.Select(DeclaredNames.In))) ? changed : null;
    }

    /// <summary>Whether a type has one of the names, in bodies or outside.</summary>
    public bool AreIn(OutermostType type) => type.Words.Overlaps(_names);

    // From type to type, in rounds: each looks for the names that the last one found. The first meets what changed by its own name. An edit of a body has no round, and no other file is read.
    private bool Spread(HashSet<string> found, IEnumerable<DeclaredNames> all)
    {
        while (found.Count > 0)
        {
            _names.UnionWith(found);
            var files = all.ToList();
            var met = files.Where(file => found.Any(file.Mentions.Contains)).SelectMany(static file => file.Types).Where(type => found.Any(type.Mentions.Contains)).ToList();
            if (files.Exists(file => found.Any(file.GlobalUsings.Contains)) || met.Exists(static type => type.IsMetUnnamed))
            {
                return false;
            }

            found = new HashSet<string>(met.SelectMany(static type => type.Names), StringComparer.Ordinal);
            found.ExceptWith(_names);
        }

        return true;
    }

    // What both versions do not have, or not equally often.
    private static IEnumerable<T> Difference<T>(List<DeclaredNames> removed, List<DeclaredNames> added, Func<DeclaredNames, IEnumerable<T>> parts, Func<T, string> text) =>
        removed.Select(static file => (File: file, Count: -1)).Concat(added.Select(static file => (File: file, Count: 1)))
            .SelectMany(file => parts(file.File).Select(part => (Part: part, file.Count)))
            .GroupBy(part => text(part.Part), StringComparer.Ordinal)
            .Where(static group => group.Sum(static part => part.Count) != 0)
            .SelectMany(static group => group.Select(static part => part.Part));

    // A namespace that nothing else declares hides others of its name, and types.
    private static IEnumerable<string> Namespaces(List<DeclaredNames> removed, List<DeclaredNames> added, IEnumerable<SyntaxTree> unchanged)
    {
        var changed = new HashSet<string>(removed.SelectMany(static file => file.Namespaces), StringComparer.Ordinal);
        changed.SymmetricExceptWith(added.SelectMany(static file => file.Namespaces));
        if (changed.Count > 0)
        {
            changed.ExceptWith(unchanged.SelectMany(static tree => DeclaredNames.In(tree).Namespaces));
        }

        return changed.Select(static space => space.Substring(space.LastIndexOf('.') + 1));
    }
}
