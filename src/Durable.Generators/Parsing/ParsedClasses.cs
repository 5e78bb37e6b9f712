using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>
/// Remembers models between runs. The compiler asks for every model again whenever anything changed, and answering takes long in a large project;
/// but an edit in one file can only have changed the classes that depend on that file.
/// </summary>
/// <remarks>
/// A model follows from the bodies in the class and its bases, and from the declarations of the files that names lead to from there
/// (<see cref="ProjectFiles"/>). While somebody types inside a body only the first count; while somebody types a declaration, those that depend on its
/// file. A reader that looks into bodies anywhere else must add their files to <see cref="PartsOf"/>.
/// No compilation is kept alive: only the files of the last one, which the driver holds as well.
/// </remarks>
/// <param name="parse">Gives the model of a class, or null where that is not valid.</param>
internal sealed class ParsedClasses<TModel>(Func<GeneratorAttributeSyntaxContext, CancellationToken, TModel?> parse)
    where TModel : class
{
    private readonly object _lock = new();
    private readonly ConcurrentDictionary<(int File, int Position), Parsed> _models = new();
    private ProjectFiles? _files;

    /// <summary>The class's model, made now or before.</summary>
    public TModel? Parse(GeneratorAttributeSyntaxContext declaration, CancellationToken cancellationToken)
    {
        var files = FilesOf(declaration.SemanticModel.Compilation);
        var key = (files.NumberOf(declaration.TargetNode.SyntaxTree), declaration.TargetNode.SpanStart);
        if (_models.TryGetValue(key, out var known))
        {
            return known.Model;
        }

        var model = parse(declaration, cancellationToken);
        var parts = PartsOf(declaration.TargetSymbol, files).Add(key.Item1);
        _models[key] = new Parsed(model, parts, files.Closure(parts));
        return model;
    }

    private static ImmutableHashSet<int> PartsOf(ISymbol target, ProjectFiles files)
    {
        var parts = ImmutableHashSet.CreateBuilder<int>();
        for (var type = target as INamedTypeSymbol; type is not null; type = type.BaseType)
        {
            parts.UnionWith(type.DeclaringSyntaxReferences.Select(part => files.NumberOf(part.SyntaxTree)).Where(static number => number >= 0));
        }

        return parts.ToImmutable();
    }

    private ProjectFiles FilesOf(Compilation compilation)
    {
        lock (_lock)
        {
            var last = _files is not null && _files.Compilation.TryGetTarget(out var target) ? target : null;
            if (_files is not null && ReferenceEquals(last, compilation))
            {
                return _files;
            }

            var files = new ProjectFiles(compilation);
            Forget(_files, last, files, compilation);
            return _files = files;
        }
    }

    private void Forget(ProjectFiles? before, Compilation? last, ProjectFiles after, Compilation compilation)
    {
        if (before is null || last is null || !DeclarationComparison.AreSameProject(last, compilation) || before.Trees.Length != after.Trees.Length)
        {
            _models.Clear();
            return;
        }

        var edit = ProjectEdit.Between(before, after);
        foreach (var entry in _models)
        {
            if (edit.MayChange(entry.Value.Parts, entry.Value.Files, before))
            {
                _models.TryRemove(entry.Key, out _);
            }
        }
    }

    /// <param name="Model">Null where the class is not valid.</param>
    /// <param name="Parts">The files that hold parts of the class or of its bases.</param>
    /// <param name="Files">The files that it depends on.</param>
    private sealed record Parsed(TModel? Model, ImmutableHashSet<int> Parts, HashSet<int> Files);
}
