using Durable.Tests.Harness;

namespace Durable.Tests.Client;

/// <summary>1 to 200 printable characters given, or time-ordered with 80 random bits.</summary>
[Proves("B-RUN-1")]
public sealed class RunIdsTests
{
    private static readonly DateTimeOffset s_noon = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("o-1")]
    [InlineData(" with spaces ")]
    [InlineData("../../etc/passwd")]
    [InlineData("Bestellung Größe 日本 🎉")]
    public void IsValid_PrintableText_IsTrue(string id) => Assert.True(RunIds.IsValid(id));

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("nul\0")]
    [InlineData("delete\u007f")]
    [InlineData("right-to-left\u202e")]
    [InlineData("line\u2028separator")]
    public void IsValid_EmptyOrUnprintable_IsFalse(string id) => Assert.False(RunIds.IsValid(id));

    [Fact]
    public void IsValid_HalfASurrogatePair_IsFalse()
    {
        Assert.False(RunIds.IsValid("\ud83c"));
        Assert.False(RunIds.IsValid("x\udf89x"));
    }

    [Fact]
    public void IsValid_Length_EndsAt200()
    {
        Assert.True(RunIds.IsValid(new string('x', 200)));
        Assert.False(RunIds.IsValid(new string('x', 201)));
    }

    [Fact]
    public void New_LaterTime_SortsLater()
    {
        var ids = Enumerable.Range(0, 1000).Select(i => RunIds.New(s_noon.AddMilliseconds(i))).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.True(RunIds.IsValid(id)));
    }

    [Fact]
    public void New_SameTime_DiffersInEveryRandomDigit()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => RunIds.New(s_noon)).ToList();

        Assert.Equal(1000, ids.Distinct(StringComparer.Ordinal).Count());
        // 80 bits are the last 16 of the 26 digits; each must take on many values, or some of the bits are not random.
        Assert.All(Enumerable.Range(10, 16), place => Assert.True(ids.Select(id => id[place]).Distinct().Count() > 16));
        Assert.Single(ids.Select(id => id[..10]).Distinct());
    }
}
