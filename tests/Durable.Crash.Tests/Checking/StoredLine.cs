using System.Text.Json;

namespace Durable.Crash.Tests.Checking;

/// <summary>One line of the journal on disk.</summary>
/// <param name="Segment">The segment's number.</param>
/// <param name="Offset">The first byte's offset in it, before it was rewritten.</param>
/// <param name="Length">Bytes without the line's end, before it was rewritten.</param>
/// <param name="Json">What it says.</param>
internal sealed record StoredLine(int Segment, int Offset, int Length, JsonElement Json)
{
    public string Kind => Json.GetProperty("t").GetString()!;

    public string? RunId => Json.TryGetProperty("run", out var run) ? run.GetString() : null;

    public IEnumerable<JsonElement> Records => Elements("records");

    public IEnumerable<JsonElement> Elements(string name) => Json.TryGetProperty(name, out var elements) ? elements.EnumerateArray() : [];

    public override string ToString() => $"segment {Segment}, byte {Offset}: {Json}";
}
