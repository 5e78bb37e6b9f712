using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Durable.Analyzers.Tests;

/// <summary>What we are compiled against decides which compilers load us: a newer reference makes older ones skip us (CS9057).</summary>
public sealed class DependencyTests
{
    private static readonly Version s_oldestCompiler = new(4, 14, 0, 0);

    [Theory]
    [InlineData("Durable.Analyzers")]
    [InlineData("Durable.CodeFixes")]
    [InlineData("Durable.Generators")]
    public void CompilerSideAssembly_References_NothingNewerThanTheOldestCompiler(string name)
    {
        var references = ReferencesOf(name);

        Assert.Contains(references, static reference => reference.Name == "Microsoft.CodeAnalysis");
        Assert.All(references, static reference => Assert.True(
            IsFramework(reference) || (IsCompiler(reference) && reference.Version <= s_oldestCompiler),
            $"{reference.FullName} is newer than the compiler it must load into, or not part of it."));
    }

    [Theory]
    [InlineData("Durable.Analyzers")]
    [InlineData("Durable.Generators")]
    public void Assembly_LoadedByTheCommandLineCompiler_DoesNotReferenceWorkspaces(string name) => Assert.DoesNotContain(
        ReferencesOf(name),
        static reference => reference.Name!.Contains("Workspaces", StringComparison.Ordinal));

    // Read, not loaded: the generator's assembly is only copied here, for its linked types are the analyzers' too.
    private static List<AssemblyName> ReferencesOf(string name)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
    }

    private static bool IsCompiler(AssemblyName reference) => reference.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    // Part of every compiler since 4.14, at these versions or later; System.Composition comes with the editor.
    private static bool IsFramework(AssemblyName reference) =>
        (reference.Name == "netstandard" && reference.Version <= new Version(2, 0, 0, 0))
        || (reference.Name is "System.Collections.Immutable" or "System.Composition.AttributedModel" && reference.Version!.Major <= 9)
        || (reference.Name is "System.Memory" or "System.Threading.Tasks.Extensions" && reference.Version!.Major <= 4);
}
