using System.Text.Json;

namespace Durable.Generators.Tests.Payloads;

/// <summary>Compares the generated serializers with <see cref="JsonSerializer"/> and its default options, in both directions.</summary>
internal static class Differential
{
    private static readonly JsonSerializerOptions s_default = new(JsonSerializerOptions.Default);

    // The one deviation that is meant: the default options write a tuple as {}.
    private static readonly JsonSerializerOptions s_withFields = new(JsonSerializerOptions.Default) { IncludeFields = true };

    public static JsonSerializerOptions Reference(bool tuples) => tuples ? s_withFields : s_default;

    /// <summary>Every sample: same bytes, and each side reads what the other wrote as the same value.</summary>
    public static void AssertSame(PayloadProject project, bool tuples = false)
    {
        var count = 0;
        foreach (var (name, type, value) in project.Samples())
        {
            AssertSame(project, name, type, value, Reference(tuples));
            count++;
        }

        Assert.True(count > 0, "The source declares no samples.");
    }

    public static void AssertSame(PayloadProject project, string name, Type type, object? value, JsonSerializerOptions reference)
    {
        var expected = JsonSerializer.Serialize(value, type, reference);
        string actual;
        try
        {
            actual = project.Write(value, type);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{name} : {type} was not written; expected {expected}\n{project.Generated}", exception);
        }

        Assert.True(expected == actual, $"{name} : {type}\nexpected {expected}\nactual   {actual}\n\n{project.Generated}");
        AssertReadsAlike(project, name, type, expected, reference);
    }

    /// <summary>Both sides make the same value of a text, or both refuse it.</summary>
    public static void AssertReadsAlike(PayloadProject project, string name, Type type, string json, JsonSerializerOptions reference)
    {
        var expected = Try(() => JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type, reference), type, reference));
        var actual = Try(() => JsonSerializer.Serialize(project.Read(json, type), type, reference));
        Assert.True(expected == actual, $"{name} : {type} read from {json}\nexpected {expected}\nactual   {actual}\n\n{project.Generated}");
    }

    private static string Try(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return exception.GetType().Name;
        }
    }
}
