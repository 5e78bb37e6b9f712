using System.Collections.Concurrent;
using Durable.Generators.Emitting;
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
/// The compiler asks for one model after the other; the first of a project is answered with all of them, made on every processor that the compiler may use,
/// and as nothing is known of the project before, their files are written there, too.
/// </remarks>
/// <param name="attribute">The name of the attribute's class.</param>
/// <param name="parse">Gives the model of a class, or null where that is not valid.</param>
/// <param name="written">What is written from the models.</param>
internal sealed class ParsedClasses<TModel>(string attribute, Func<AttributedClass, CancellationToken, TModel?> parse, WrittenAhead<TModel> written)
    where TModel : class
{
    // Fewer are read as fast by one thread.
    private const int FewClasses = 8;

    private readonly object _lock = new();
    private readonly ConcurrentDictionary<Place, Parsed> _models = new();
    private ProjectFiles? _files;

    /// <summary>The class's model, made now or before.</summary>
    public TModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var declaration = AttributedClass.Of(context);
        var isFirst = _files is null;
        var files = FilesOf(declaration.Compilation);
        if (_models.IsEmpty && declaration.Compilation.Options.ConcurrentBuild)
        {
            ParseAll(declaration.Compilation, files, isFirst, cancellationToken);
        }

        return Parse(declaration, files, cancellationToken);
    }

    private TModel? Parse(AttributedClass declaration, ProjectFiles files, CancellationToken cancellationToken)
    {
        var key = new Place(files.NumberOf(declaration.Part.SyntaxTree), declaration.Part.SpanStart);
        if (_models.TryGetValue(key, out var known))
        {
            return known.Model;
        }

        var model = parse(declaration, cancellationToken);
        var parts = PartsOf(declaration.Type, key.File, files);
        _models[key] = new Parsed(model, parts, new Lazy<HashSet<int>>(() => files.Closure(parts)));
        return model;
    }

    private void ParseAll(Compilation compilation, ProjectFiles files, bool writesAhead, CancellationToken cancellationToken)
    {
        var parts = files.Trees.SelectMany(file => AttributedClass.WrittenIn(file, attribute, cancellationToken)).ToList();
        if (parts.Count < FewClasses)
        {
            return;
        }

        // Whatever is bound asks whether its assembly is obsolete or experimental; until these are known, the compiler looks through all files for every answer.
        compilation.Assembly.GetAttributes();
        compilation.SourceModule.GetAttributes();
        Parallel.ForEach(parts, new ParallelOptions { CancellationToken = cancellationToken }, part =>
        {
            if (compilation.GetSemanticModel(part.SyntaxTree).GetDeclaredSymbol(part, cancellationToken) is { } type
                && Parse(new AttributedClass(type, part, compilation), files, cancellationToken) is { } model
                && writesAhead)
            {
                written.Write(model);
            }
        });
    }

    private static List<int> PartsOf(INamedTypeSymbol target, int file, ProjectFiles files)
    {
        var parts = new List<int> { file };
        for (var type = target; type is not null; type = type.BaseType)
        {
            foreach (var part in type.DeclaringSyntaxReferences)
            {
                var number = files.NumberOf(part.SyntaxTree);
                if (number >= 0 && !parts.Contains(number))
                {
                    parts.Add(number);
                }
            }
        }

        return parts;
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
    private sealed record Parsed(TModel? Model, List<int> Parts, Lazy<HashSet<int>> Files);

    // An object, because the runtime has code at hand for tables of objects, and would compile all of it anew for a struct.
    private sealed record Place(int File, int Position);
}
