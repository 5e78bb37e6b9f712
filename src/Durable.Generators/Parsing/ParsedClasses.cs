using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
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
/// Each state of the project has models of its own, and takes over from the last one those that still hold: an editor runs forks of one driver on several
/// states at the same time. No compilation is kept alive: only the files of the last one, which the driver holds as well.
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
    private readonly ConditionalWeakTable<Compilation, State> _states = new();
    private State? _last;

    /// <summary>The class's model, made now or before.</summary>
    public TModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var declaration = AttributedClass.Of(context);
        var isFirst = _last is null;
        var state = StateOf(declaration.Compilation);
        if (state.Models.IsEmpty && declaration.Compilation.Options.ConcurrentBuild)
        {
            ParseAll(declaration.Compilation, state, isFirst, cancellationToken);
        }

        return Parse(declaration, state, cancellationToken);
    }

    private TModel? Parse(AttributedClass declaration, State state, CancellationToken cancellationToken)
    {
        var files = state.Files;
        var key = new Place(files.NumberOf(declaration.Part.SyntaxTree), declaration.Part.SpanStart);
        if (state.Models.TryGetValue(key, out var known))
        {
            return known.Model;
        }

        var model = parse(declaration, cancellationToken);
        var parts = PartsOf(declaration.Type, key.File, files);
        state.Models[key] = new Parsed(model, parts, new Lazy<HashSet<int>>(() => files.Closure(parts)));
        return model;
    }

    private void ParseAll(Compilation compilation, State state, bool writesAhead, CancellationToken cancellationToken)
    {
        var parts = state.Files.Trees.SelectMany(file => AttributedClass.WrittenIn(file, attribute, cancellationToken)).ToList();
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
                && Parse(new AttributedClass(type, part, compilation), state, cancellationToken) is { } model
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

    private State StateOf(Compilation compilation)
    {
        lock (_lock)
        {
            if (!_states.TryGetValue(compilation, out var state))
            {
                state = new State(new ProjectFiles(compilation));
                if (_last is not null && _last.Files.Compilation.TryGetTarget(out var last))
                {
                    TakeOver(_last, last, state, compilation);
                }

                _states.Add(compilation, state);
                _last = state;
            }

            return state;
        }
    }

    private static void TakeOver(State before, Compilation last, State after, Compilation compilation)
    {
        if (!DeclarationComparison.AreSameProject(last, compilation) || before.Files.Trees.Length != after.Files.Trees.Length)
        {
            return;
        }

        var edit = ProjectEdit.Between(before.Files, after.Files);
        foreach (var entry in before.Models)
        {
            if (!edit.MayChange(entry.Value.Parts, entry.Value.Files.Value, before.Files))
            {
                after.Models[entry.Key] = entry.Value;
            }
        }
    }

    /// <summary>One state of the project, and what is known of its classes; complete once the compiler has asked for all.</summary>
    private sealed class State(ProjectFiles files)
    {
        public ProjectFiles Files { get; } = files;

        public ConcurrentDictionary<Place, Parsed> Models { get; } = new();
    }

    /// <param name="Model">Null where the class is not valid.</param>
    /// <param name="Parts">The files that hold parts of the class or of its bases.</param>
    /// <param name="Files">The files that it depends on; found when the first edit asks, which in a build never comes.</param>
    private sealed record Parsed(TModel? Model, List<int> Parts, Lazy<HashSet<int>> Files);

    // An object, because the runtime has code at hand for tables of objects, and would compile all of it anew for a struct.
    private sealed record Place(int File, int Position);
}
