using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

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
/// The compiler asks for one model after the other; the first of a project is answered with all of them, made on every processor that the compiler may use.
/// </remarks>
/// <param name="attribute">The name of the attribute's class.</param>
/// <param name="parse">Gives the model of a class, or null where that is not valid.</param>
internal sealed class ParsedClasses<TModel>(string attribute, Func<AttributedClass, CancellationToken, TModel?> parse)
    where TModel : class
{
    // Fewer are read as fast by one thread.
    private const int FewClasses = 8;

    private readonly object _lock = new();
    private readonly ConcurrentDictionary<(int File, int Position), Parsed> _models = new();
    private ProjectFiles? _files;

    /// <summary>The class's model, made now or before.</summary>
    public TModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var declaration = AttributedClass.Of(context);
        var files = FilesOf(declaration.Compilation);
        if (_models.IsEmpty && declaration.Compilation.Options.ConcurrentBuild)
        {
            ParseAll(declaration.Compilation, files, cancellationToken);
        }

        return Parse(declaration, files, cancellationToken);
    }

    private TModel? Parse(AttributedClass declaration, ProjectFiles files, CancellationToken cancellationToken)
    {
        var key = (files.NumberOf(declaration.Part.SyntaxTree), declaration.Part.SpanStart);
        if (_models.TryGetValue(key, out var known))
        {
            return known.Model;
        }

        var model = parse(declaration, cancellationToken);
        var parts = PartsOf(declaration.Type, files).Add(key.Item1);
        _models[key] = new Parsed(model, parts, new Lazy<HashSet<int>>(() => files.Closure(parts)));
        return model;
    }

    private void ParseAll(Compilation compilation, ProjectFiles files, CancellationToken cancellationToken)
    {
        var parts = files.Trees.SelectMany(file => AttributedClass.WrittenIn(file, attribute, cancellationToken)).ToList();
        if (parts.Count < FewClasses)
        {
            return;
        }

        Parallel.ForEach(parts, new ParallelOptions { CancellationToken = cancellationToken }, part =>
        {
            if (compilation.GetSemanticModel(part.SyntaxTree).GetDeclaredSymbol(part, cancellationToken) is { } type)
            {
                Parse(new AttributedClass(type, part, compilation), files, cancellationToken);
            }
        });
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
            if (edit.MayChange(entry.Value.Parts, entry.Value.Files.Value, before))
            {
                _models.TryRemove(entry.Key, out _);
            }
        }
    }

    /// <param name="Model">Null where the class is not valid.</param>
    /// <param name="Parts">The files that hold parts of the class or of its bases.</param>
    /// <param name="Files">The files that it depends on; found when the first edit asks, which in a build never comes.</param>
    private sealed record Parsed(TModel? Model, ImmutableHashSet<int> Parts, Lazy<HashSet<int>> Files);
}
