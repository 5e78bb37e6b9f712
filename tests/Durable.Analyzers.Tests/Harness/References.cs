using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>What test sources compile against: the framework and the real runtime, taken from this very test run, and stand-ins for well-known packages.</summary>
internal static class References
{
    private const string Runtime = "Durable.Runtime";

    private static readonly ImmutableArray<MetadataReference> s_framework = Load(static name =>
        name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || name is "netstandard" or "mscorlib" or "System");

    public static ImmutableArray<MetadataReference> WithoutRuntime => s_framework;

    public static ImmutableArray<MetadataReference> WithRuntime { get; } = AddStandIns(s_framework.AddRange(Load(static name => name == Runtime)));

    private static ImmutableArray<MetadataReference> AddStandIns(ImmutableArray<MetadataReference> withRuntime) =>
        withRuntime.Add(StandIns.Compile(s_framework)).Add(StandIns.CompileChecked(withRuntime));

    private static ImmutableArray<MetadataReference> Load(Func<string, bool> wanted) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => wanted(Path.GetFileNameWithoutExtension(path)))
            .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToImmutableArray();
}
