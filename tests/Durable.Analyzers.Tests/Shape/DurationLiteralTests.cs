using Durable.Shared.Shape;

namespace Durable.Analyzers.Tests.Shape;

public sealed class DurationLiteralTests
{
    [Theory]
    [InlineData("250ms", "00:00:00.250")]
    [InlineData("0s", "00:00:00")]
    [InlineData("30s", "00:00:30")]
    [InlineData("5m", "00:05:00")]
    [InlineData("2h", "02:00:00")]
    [InlineData("1d", "1.00:00:00")]
    [InlineData("007s", "00:00:07")]
    [InlineData("3650d", "3650.00:00:00")]
    public void TryParse_Literal_GivesItsValue(string text, string expected)
    {
        Assert.True(DurationLiteral.TryParse(text, out var value));
        Assert.Equal(TimeSpan.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("30")]
    [InlineData("30 s")]
    [InlineData(" 30s")]
    [InlineData("30s ")]
    [InlineData("+30s")]
    [InlineData("-30s")]
    [InlineData("1.5h")]
    [InlineData("1,000ms")]
    [InlineData("1h30m")]
    [InlineData("30S")]
    [InlineData("٣s")]
    [InlineData("3651d")]
    [InlineData("9223372036854775807ms")]
    [InlineData("99999999999999999999999999s")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(DurationLiteral.TryParse(text, out _));
}
