using System.Text.Json;
using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Mutation;

/// <summary>What a test expects of some sources, kept so that a mutation run can ask the same question of many broken rules.</summary>
/// <param name="Marked">The sources, with the expected reports marked in them.</param>
/// <param name="Config">What an <c>.editorconfig</c> says; empty for nothing.</param>
/// <param name="Says">What the reports say; null where no test asks.</param>
/// <param name="Generated">The classes that are generated; null where no test asks.</param>
internal sealed record RecordedCase(string[] Marked, IReadOnlyDictionary<string, string> Config, string? Says = null, string? Generated = null)
{
    private const string Folder = "DURABLE_RECORD_CASES";

    /// <summary>Writes the case down where the environment asks for it.</summary>
    public void Keep()
    {
        if (Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{Guid.NewGuid():N}.json"), JsonSerializer.Serialize(this));
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

    /// <summary>What tells it from others.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => string.Join('\0', Marked.Concat(Config.Select(static entry => $"{entry.Key}={entry.Value}")));

    public static RecordedCase Of(string[] marked, Config? config, string says, string? generated) =>
        new(marked, (config?.Entries ?? []).ToDictionary(static entry => entry.Key, static entry => entry.Value), says, generated);
}
