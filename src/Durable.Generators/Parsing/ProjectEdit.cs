namespace Durable.Generators.Parsing;

/// <summary>What changed between two states of a project with the same files.</summary>
internal sealed class ProjectEdit
{
    private readonly List<int> _edited = [];
    private readonly List<int> _redeclared = [];
    private readonly HashSet<string> _newNames = new(StringComparer.OrdinalIgnoreCase);
    private bool _isEverywhere;

    public static ProjectEdit Between(ProjectFiles before, ProjectFiles after)
    {
        var edit = new ProjectEdit();
        for (var number = 0; number < before.Trees.Length; number++)
        {
            if (ReferenceEquals(before.Trees[number], after.Trees[number]))
            {
                continue;
            }

            edit._edited.Add(number);
            if (!DeclarationComparison.AreSame(before.Trees[number], after.Trees[number]))
            {
                edit.Redeclare(number, FileSurface.Of(before.Trees[number]), FileSurface.Of(after.Trees[number]));
            }
        }

        return edit;
    }

    /// <summary>Whether a class may mean something else now.</summary>
    /// <param name="parts">The files whose bodies it consists of.</param>
    /// <param name="files">The files that it depends on.</param>
    /// <param name="before">The project as it was.</param>
    public bool MayChange(List<int> parts, HashSet<int> files, ProjectFiles before) =>
        _isEverywhere
        || _edited.Any(parts.Contains)
        || _redeclared.Any(files.Contains)
        || (_newNames.Count > 0 && files.Any(number => Mentions(FileSurface.Of(before.Trees[number]), parts.Contains(number))));

    private void Redeclare(int number, FileSurface before, FileSurface after)
    {
        _redeclared.Add(number);
        _newNames.UnionWith(after.Declares.Where(name => !before.Declares.Contains(name)));
        _isEverywhere |= before.Frame != after.Frame;
    }

    private bool Mentions(FileSurface file, bool withBodies)
    {
        var mentions = withBodies ? file.AllMentions : file.Mentions;
        return _newNames.Any(mentions.Contains);
    }
}
