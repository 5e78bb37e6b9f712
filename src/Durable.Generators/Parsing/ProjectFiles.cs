using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Parsing;

/// <summary>The files of one state of a project, and which of them the meaning of a class can depend on.</summary>
/// <remarks>
/// A class depends on another file if a chain of names leads there: a file that declares what its own files mention, a file that declares what those
/// declare with, and so on. Names are an over-estimate: a wrong "depends" costs a moment.
/// </remarks>
internal sealed class ProjectFiles
{
    private readonly Lazy<Dictionary<string, List<int>>> _declaring;
    private readonly Lazy<Dictionary<SyntaxTree, int>> _numbers;

    public ProjectFiles(Compilation compilation)
    {
        Compilation = new WeakReference<Compilation>(compilation);
        Trees = ((CSharpCompilation)compilation).SyntaxTrees;
        _declaring = new(FindDeclaring);
        _numbers = new(() => Trees.Select(static (tree, number) => (tree, number)).ToDictionary(static pair => pair.tree, static pair => pair.number));
    }

    public WeakReference<Compilation> Compilation { get; }

    public ImmutableArray<SyntaxTree> Trees { get; }

    public int NumberOf(SyntaxTree tree) => _numbers.Value.TryGetValue(tree, out var number) ? number : -1;

    /// <summary>Every file that a class in some files can depend on, those files included.</summary>
    /// <param name="own">Numbers of the files whose bodies count, too.</param>
    public HashSet<int> Closure(IEnumerable<int> own)
    {
        var files = new HashSet<int>(own);
        var open = new Queue<HashSet<string>>(files.Select(number => FileSurface.Of(Trees[number]).AllMentions));
        for (var number = 0; number < Trees.Length; number++)
        {
            if (FileSurface.Of(Trees[number]).ReachesEverywhere && files.Add(number))
            {
                open.Enqueue(FileSurface.Of(Trees[number]).Mentions);
            }
        }

        while (open.Count > 0)
        {
            foreach (var name in open.Dequeue())
            {
                if (!_declaring.Value.TryGetValue(name, out var declaring))
                {
                    continue;
                }

                foreach (var number in declaring)
                {
                    if (files.Add(number))
                    {
                        open.Enqueue(FileSurface.Of(Trees[number]).Mentions);
                    }
                }
            }
        }

        return files;
    }

    private Dictionary<string, List<int>> FindDeclaring()
    {
        var declaring = new Dictionary<string, List<int>>(StringComparer.OrdinalIgnoreCase);
        for (var number = 0; number < Trees.Length; number++)
        {
            foreach (var name in FileSurface.Of(Trees[number]).Declares)
            {
                if (!declaring.TryGetValue(name, out var numbers))
                {
                    declaring.Add(name, numbers = new List<int>(1));
                }

                numbers.Add(number);
            }
        }

        return declaring;
    }
}
