using System.Text.Json;

namespace Durable.Generators.Tests.Payloads;

/// <summary>The straight-line methods are what the serializer runs, not only what is generated.</summary>
public sealed class FastPathTests
{
    // A member whose value is the call stack tells who asked for it.
    private const string Probe = """
        public class Probe { public string Caller { get => Environment.StackTrace; set { } } }
        public sealed record Holder(Probe Direct, List<Probe> Many, Dictionary<string, Probe> ByName, Probe[] Array);
        public static class Samples
        {
            public static Probe Probe => new();
            public static Holder Holder => new(new(), [new()], new() { ["a"] = new() }, [new()]);
            public static List<Probe> List => [new()];
            public static Dictionary<string, Probe> Map => new() { ["a"] = new() };
            public static ImmutableArray<Probe> Immutable => [new()];
        }
        """;

    private static readonly PayloadProject s_project = PayloadProject.Build(Probe);

    public static TheoryData<string> SampleNames => [.. s_project.Samples().Select(static sample => sample.Name)];

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Serialize_ToBytes_RunsTheGeneratedMethod(string name)
    {
        var (_, type, value) = s_project.Samples().Single(sample => sample.Name == name);

        var callers = Callers(JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(value, s_project.InfoOf(type))).RootElement).ToList();

        Assert.NotEmpty(callers);
        Assert.All(callers, static caller => Assert.Contains("JournalSerializers.WriteProbe", caller, StringComparison.Ordinal));
    }

    [Fact]
    public void Serialize_ToAWriter_RunsTheGeneratedMethod()
    {
        var (_, type, value) = s_project.Samples().Single(static sample => sample.Name == "Holder");
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            JsonSerializer.Serialize(writer, value, s_project.InfoOf(type));
        }

        Assert.All(
            Callers(JsonDocument.Parse(buffer.ToArray()).RootElement),
            static caller => Assert.Contains("JournalSerializers.WriteHolder", caller, StringComparison.Ordinal));
    }

    [Fact]
    public void Serialize_UnderOtherOptions_FollowsThoseOptions()
    {
        var (_, type, value) = s_project.Samples().Single(static sample => sample.Name == "Probe");
        var options = new JsonSerializerOptions { TypeInfoResolver = s_project.Resolver, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

        var json = JsonSerializer.Serialize(value, options.GetTypeInfo(type));

        Assert.DoesNotContain("WriteProbe", json, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownType_HasNoSerializer() => Assert.Null(s_project.Resolver.GetTypeInfo(typeof(FastPathTests), new JsonSerializerOptions()));

    private static IEnumerable<string> Callers(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static property =>
            property.NameEquals("Caller") ? [property.Value.GetString()!] : Callers(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Callers),
        _ => [],
    };
}
