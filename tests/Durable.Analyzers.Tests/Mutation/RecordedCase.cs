using System.Text.Json;
using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Mutation;

/// <summary>What a test expects of some sources, kept so that a mutation run can ask the same question of many broken rules.</summary>
/// <param name="Marked">The sources, with the expected reports marked in them.</param>
/// <param name="Config">What an <c>.editorconfig</c> says; empty for nothing.</param>
internal sealed record RecordedCase(string[] Marked, IReadOnlyDictionary<string, string> Config)
{
    private const string Folder = "DURABLE_RECORD_CASES";

    /// <summary>Writes the case down where the environment asks for it.</summary>
    public static void Keep(string[] marked, Config? config)
    {
        if (Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{Guid.NewGuid():N}.json"), JsonSerializer.Serialize(Of(marked, config)));
        }
    }

    /// <summary>All that were written down; each once.</summary>
    public static List<RecordedCase> Load(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.json")
            .Select(static file => JsonSerializer.Deserialize<RecordedCase>(File.ReadAllText(file))!)
            .DistinctBy(static recorded => recorded.Key)
            .OrderBy(static recorded => recorded.Key, StringComparer.Ordinal),
    ];

    private string Key => string.Join('\0', Marked.Concat(Config.Select(static entry => $"{entry.Key}={entry.Value}")));

    private static RecordedCase Of(string[] marked, Config? config) =>
        new(marked, (config?.Entries ?? []).ToDictionary(static entry => entry.Key, static entry => entry.Value));
}
