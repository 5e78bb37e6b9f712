using System.Globalization;
using System.Text.Json;

namespace Durable.Generators.Tests.Payloads;

/// <summary>
/// Random types and values, ours against JsonSerializer. <c>DURABLE_TEST_SEED</c> repeats a run; <c>DURABLE_TEST_TYPES</c> and
/// <c>DURABLE_TEST_VALUES</c> (for each type) make it longer.
/// </summary>
public sealed class RandomPayloadTests(ITestOutputHelper output)
{
    private const int Depth = 4;

    [Fact]
    public void RandomTypes_WrittenAndRead_EqualJsonSerializer()
    {
        var seed = Setting("DURABLE_TEST_SEED", Random.Shared.Next());
        var types = Setting("DURABLE_TEST_TYPES", 40);
        var values = Setting("DURABLE_TEST_VALUES", 25);
        output.WriteLine($"DURABLE_TEST_SEED={seed} DURABLE_TEST_TYPES={types} DURABLE_TEST_VALUES={values}");
        var payloads = new RandomPayloads(seed, types);
        var compared = 0;
        try
        {
            var project = PayloadProject.Build(payloads.Source);
            var reference = Differential.Reference(tuples: true);
            var rootTypes = project.Samples().ToDictionary(static sample => sample.Name, static sample => sample.Type);
            foreach (var (name, made) in payloads.Roots)
            {
                for (var count = 0; count < values; count++)
                {
                    compared += Compare(project, name, rootTypes[name], made.Json(Depth), reference);
                }
            }
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"DURABLE_TEST_SEED={seed}\n{payloads.Source}\n{exception.Message}", exception);
        }

        output.WriteLine($"{compared} values compared.");
        Assert.True(compared > types * values / 2, $"Only {compared} of {types * values} texts could be read at all; seed {seed}.");
    }

    private static int Compare(PayloadProject project, string name, Type type, string json, JsonSerializerOptions reference)
    {
        Differential.AssertReadsAlike(project, name, type, json, reference);
        object? value;
        try
        {
            value = JsonSerializer.Deserialize(json, type, reference);
        }
        catch (JsonException)
        {
            // A required member is missing; that both sides say so was compared above.
            return 0;
        }

        // An element that was not in the text has no JSON; both sides refuse to write it.
        if (Throws(() => JsonSerializer.Serialize(value, type, reference)))
        {
            Assert.True(Throws(() => project.Write(value, type)), $"{name}: JsonSerializer refuses to write what was read from {json}");
            return 0;
        }

        Differential.AssertSame(project, name, type, value, reference);
        return 1;
    }

    private static bool Throws(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
