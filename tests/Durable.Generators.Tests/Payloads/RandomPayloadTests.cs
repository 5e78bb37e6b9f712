using System.Globalization;
using System.Text.Json;
using Durable.Generators.Tests.Payloads.Arbitraries;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Durable.Generators.Tests.Payloads;

/// <summary>
/// Random types and values, ours against JsonSerializer. <c>DURABLE_TEST_SEED</c> repeats a run; <c>DURABLE_TEST_TYPES</c> and
/// <c>DURABLE_TEST_VALUES</c> (for each type) make it longer.
/// </summary>
public sealed class RandomPayloadTests(ITestOutputHelper output)
{
    private const int TypesTogether = 40;

    [Fact]
    [Trait("Category", "Nightly")]
    public void RandomTypes_WrittenAndRead_EqualJsonSerializer()
    {
        var seed = (ulong)Setting("DURABLE_TEST_SEED", System.Random.Shared.Next());
        var types = Setting("DURABLE_TEST_TYPES", TypesTogether);
        var values = Setting("DURABLE_TEST_VALUES", 25);
        output.WriteLine($"DURABLE_TEST_SEED={seed} DURABLE_TEST_TYPES={types} DURABLE_TEST_VALUES={values}");
        var (made, compared, started) = (0, 0, System.Diagnostics.Stopwatch.GetTimestamp());

        void Compare(PayloadBatch batch)
        {
            made += batch.Roots.Length;
            compared += DifferentialOf(batch);
        }

        Check(seed, (types + TypesTogether - 1) / TypesTogether, MadeTypes.Batch(Math.Min(types, TypesTogether), values), Compare);

        output.WriteLine($"{made} types, {compared} values compared in {System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s.");
        Assert.True(compared > types * values / 2, $"Only {compared} of {types * values} texts could be read at all; seed {seed}.");
    }

    [Fact]
    public void Failure_InABigBatch_ShrinksToOneTypeAndValue()
    {
        PayloadBatch? last = null;

        // A fault that needs a member of a certain type and a value for it.
        void Fail(PayloadBatch batch)
        {
            var guilty = batch.Reachable().SelectMany(static type => type.Members).Where(static member => member.Type == "Guid").ToList();
            if (batch.Roots.Any(root => root.Values.Any(json => guilty.Any(member => json.Contains(MadeJson.Quote(member.JsonName), StringComparison.Ordinal)))))
            {
                last = batch;
                throw new InvalidOperationException("At fault.");
            }
        }

        Assert.ThrowsAny<Exception>(() => Check(17, 20, MadeTypes.Batch(20, 10), Fail));

        var root = Assert.Single(last!.Roots);
        Assert.Single(root.Values);
        Assert.Contains(last.Reachable(), static type => type.Members is [{ Type: "Guid" }]);
        Assert.True(root.Values[0].Length < 120, last.ToString());
    }

    [Fact]
    public void Seed_GivenAgain_MakesTheSame()
    {
        static List<string> Made(ulong seed)
        {
            var batches = new List<string>();
            Check(seed, 3, MadeTypes.Batch(5, 3), batch => batches.Add(batch.ToString()));
            return batches;
        }

        Assert.Equal(Made(5), Made(5));
        Assert.NotEqual(Made(5), Made(6));
    }

    private static void Check(ulong seed, int batches, Gen<PayloadBatch> made, Action<PayloadBatch> property)
    {
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(batches)
            .WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        FsCheck.Check.One($"DURABLE_TEST_SEED={seed}", config, Prop.ForAll(Arb.From(made, Shrinking.Of), property));
    }

    private static int DifferentialOf(PayloadBatch batch)
    {
        var project = PayloadProject.Build(batch.Source);
        var types = project.Samples().ToDictionary(static sample => sample.Name, static sample => sample.Type);

        // Options of its own: they hold on to every type they have seen.
        var reference = new JsonSerializerOptions(Differential.Reference(tuples: true));
        return batch.Roots
            .SelectMany((root, index) => root.Values.Select(json => Compare(project, $"R{index}", types[$"R{index}"], json, reference)))
            .Sum();
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
