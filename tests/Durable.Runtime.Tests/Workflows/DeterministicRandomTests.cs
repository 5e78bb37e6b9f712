using Durable.Tests.Harness;

namespace Durable.Tests.Workflows;

[Proves("B-DET-1")]
public sealed class DeterministicRandomTests
{
    // Computed by an independent implementation of the published algorithm (SHA-256 of the seed, four little-endian words, xoshiro256**).
    // They are recorded in journals by way of what bodies decide on them, so they never change.
    [Fact]
    public void Sequence_FromASeed_IsTheSameForEver()
    {
        var random = new DeterministicRandom("run-1/1");

        Assert.Equal([2063252774, 639059487, 1255356888, 205392922], Draw(4, random.Next));
        Assert.Equal([509, 451, 427, 832], Draw(4, () => random.Next(1000)));
        Assert.Equal([-15, -46, 33, -14], Draw(4, () => random.Next(-50, 50)));
        Assert.Equal([1237565179342288311, 8514797378530465030], Draw(2, random.NextInt64));
        Assert.Equal([0.31368580805959556, 0.6982660847308221, 0.5811217557228321], Draw(3, random.NextDouble));
        Assert.Equal([11747238 / 16777216f, 16009844 / 16777216f], Draw(2, random.NextSingle));
        var bytes = new byte[11];
        random.NextBytes(bytes);
        Assert.Equal("DF27A61CF65FBBD8F4E1F7", Convert.ToHexString(bytes));
        Assert.Equal("6317bdfb-f400-464a-b11c-5fac10c03610", random.NextGuid().ToString());
    }

    private static T[] Draw<T>(int count, Func<T> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void Next_Bounded_StaysBelow(int bound)
    {
        var random = new DeterministicRandom("bounds");

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.Next(bound), 0, bound - 1));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.Next(-bound, bound), -bound, bound - 1));
    }

    [Fact]
    public void Next_EmptyRange_ReturnsItsStart()
    {
        var random = new DeterministicRandom("empty");

        Assert.Equal((0, 5, 0L, -3L), (random.Next(0), random.Next(5, 5), random.NextInt64(0), random.NextInt64(-3, -3)));
    }

    [Fact]
    public void Next_WholeRange_IsNotBiased()
    {
        var random = new DeterministicRandom("bias");
        var counts = new int[3];

        for (var i = 0; i < 30_000; i++)
        {
            counts[random.Next(3)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_700, 10_300));
    }

    [Fact]
    public void Next_FullInt64Range_DoesNotOverflow()
    {
        var random = new DeterministicRandom("wide");
        var drawn = Enumerable.Range(0, 100).Select(_ => random.NextInt64(long.MinValue, long.MaxValue)).ToList();

        Assert.Contains(drawn, number => number < 0);
        Assert.Contains(drawn, number => number > 0);
    }

    [Fact]
    public void Next_BadRange_Throws()
    {
        var random = new DeterministicRandom("bad");

        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt64(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt64(2, 1));
    }

    [Fact]
    public void Guid_Layout_IsVersion4()
    {
        var random = new DeterministicRandom("guids");

        Assert.All(Enumerable.Range(0, 100).Select(_ => random.NextGuid()), guid => Assert.Equal((4, 8), (guid.Version, guid.Variant & 0xC)));
    }
}
