using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>
/// Remembers models between runs. The compiler asks for every model again whenever anything changed, and answering takes long in a large project;
/// but while somebody types inside a method, only the classes that this method belongs to can have changed.
/// </summary>
/// <remarks>
/// A model follows from the declarations of the whole project (<see cref="DeclarationComparison"/>) and from the bodies in the class and its
/// bases, whose files are kept beside it. A reader that looks into bodies anywhere else must add their files to <see cref="OtherPartsOf"/>.
/// No compilation is kept alive: the driver itself holds the last one until the next run, and models go with the files they were read from.
/// </remarks>
/// <param name="parse">Gives the model of a class, or null where that is not valid.</param>
internal sealed class ParsedClasses<TModel>(Func<GeneratorAttributeSyntaxContext, CancellationToken, TModel?> parse)
    where TModel : class
{
    private readonly object _lock = new();
    private readonly WeakReference<Compilation?> _last = new(null);
    private ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<int, Parsed>> _models = new();

    /// <summary>The class's model, made now or before.</summary>
    public TModel? Parse(GeneratorAttributeSyntaxContext declaration, CancellationToken cancellationToken)
    {
        var compilation = declaration.SemanticModel.Compilation;
        var tree = declaration.TargetNode.SyntaxTree;
        var ofTree = ModelsFor(compilation).GetOrCreateValue(tree);
        if (ofTree.TryGetValue(declaration.TargetNode.SpanStart, out var known) && known.OtherParts.All(compilation.ContainsSyntaxTree))
        {
            return known.Model;
        }

        var model = parse(declaration, cancellationToken);
        ofTree[declaration.TargetNode.SpanStart] = new Parsed(model, OtherPartsOf(declaration.TargetSymbol, tree, compilation));
        return model;
    }

    private static ImmutableArray<SyntaxTree> OtherPartsOf(ISymbol target, SyntaxTree tree, Compilation compilation)
    {
        var parts = ImmutableArray.CreateBuilder<SyntaxTree>();
        for (var type = target as INamedTypeSymbol; type is not null; type = type.BaseType)
        {
            parts.AddRange(type.DeclaringSyntaxReferences
                .Select(static part => part.SyntaxTree)
                .Where(part => part != tree && compilation.ContainsSyntaxTree(part)));
        }

        return parts.ToImmutable();
    }

    private ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<int, Parsed>> ModelsFor(Compilation compilation)
    {
        lock (_lock)
        {
            var last = _last.TryGetTarget(out var target) ? target : null;
            if (ReferenceEquals(last, compilation))
            {
                return _models;
            }

            if (last is null || !DeclarationComparison.AreSame(last, compilation))
            {
                _models = new();
            }

            _last.SetTarget(compilation);
            return _models;
        }
    }

    /// <param name="Model">Null where the class is not valid.</param>
    /// <param name="OtherParts">The files, besides the declaration's own, that hold parts of the class or of its bases.</param>
    private sealed record Parsed(TModel? Model, ImmutableArray<SyntaxTree> OtherParts);
}
