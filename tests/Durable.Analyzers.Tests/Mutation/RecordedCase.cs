using System.Text.Json;

namespace Durable.Analyzers.Tests.Mutation;

/// <summary>What a test expects of some sources, kept so that a mutation run can ask the same question of many broken rules.</summary>
/// <param name="Marked">The sources, with the expected reports marked in them.</param>
internal sealed record RecordedCase(string[] Marked)
{
    private const string Folder = "DURABLE_RECORD_CASES";

    /// <summary>Writes the case down where the environment asks for it.</summary>
    public static void Keep(string[] marked)
    {
        if (Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{Guid.NewGuid():N}.json"), JsonSerializer.Serialize(new RecordedCase(marked)));
        }
    }

    /// <summary>All that were written down; each once.</summary>
    public static List<RecordedCase> Load(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.json")
            .Select(static file => JsonSerializer.Deserialize<RecordedCase>(File.ReadAllText(file))!)
            .DistinctBy(static recorded => string.Join('\0', recorded.Marked))
            .OrderBy(static recorded => string.Join('\0', recorded.Marked), StringComparer.Ordinal),
    ];
}
