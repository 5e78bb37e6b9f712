using Durable.Testing;
using Durable.Tests.Harness;
using Durable.Tests.Testing.Tours;

namespace Durable.Tests.Testing.Replaying;

[Proves("B-SHOW-4")]
public sealed class RunHistoryTests
{
    private const string Header = """{"history":1,"run":"r"}""" + "\n";
    private const string Start = """{"t":"start","n":1,"ts":1740830400000,"workflow":"tour","version":1,"fingerprint":"x","trigger":"api","input":{"Part":"steps","Round":1}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_Run_OneRecordPerLineAfterTheHeader()
    {
        await using var durable = await StartAsync("compensate");

        var text = new StringWriter();
        await durable.Client.ExportHistoryAsync("compensate", text, cancellationToken: Token);

        var lines = text.ToString().Split('\n');
        Assert.Equal("""{"history":1,"run":"compensate"}""", lines[0]);
        Assert.Equal("", lines[^1]);
        var records = new List<string>();
        await foreach (var record in durable.Client.ReadHistoryAsync("compensate", Token))
        {
            records.Add(record.ToJson());
        }

        Assert.Equal(records, lines[1..^1]);
    }

    [Fact]
    public async Task Export_ThenImport_IsTheSameHistory()
    {
        await using var durable = await StartAsync("branches");
        using var stream = new MemoryStream();
        await durable.Client.ExportHistoryAsync("branches", stream, cancellationToken: Token);
        stream.Position = 0;

        using var reader = new StreamReader(stream);
        var history = await RunHistory.ReadAsync(reader, Token);

        Assert.Equal(("branches", "tour", 1, 1), (history.RunId, history.Workflow, history.Version, history.Generation));
        Assert.Equal("start", history.Records[0].Kind);
        Assert.Equal("end", history.Records[^1].Kind);
        Assert.Equal(Enumerable.Range(1, history.Records.Count), history.Records.Select(record => record.Position));
        Assert.Equal((await durable.Client.ExportHistoryAsync("branches", cancellationToken: Token)).ToString(), history.ToString());
    }

    [Fact]
    public async Task Export_Generation_IsThatOne()
    {
        await using var durable = await StartAsync("rounds");

        var first = await durable.Client.ExportHistoryAsync("rounds", generation: 1, Token);
        var last = await durable.Client.ExportHistoryAsync("rounds", cancellationToken: Token);

        Assert.Equal((1, "continue"), (first.Generation, first.Records[^1].Kind));
        Assert.Equal((3, "end"), (last.Generation, last.Records[^1].Kind));
        await Replay.VerifyAsync<TourWorkflow>(first);
        var none = await Assert.ThrowsAsync<DurableException>(() => durable.Client.ExportHistoryAsync("rounds", generation: 4, Token));
        Assert.Equal(DurableErrorCodes.GenerationNotFound, none.Code);
    }

    [Fact]
    public async Task Export_UnknownRun_SaysSo()
    {
        await using var durable = await StartAsync("steps");

        var none = await Assert.ThrowsAsync<DurableException>(() => durable.Client.ExportHistoryAsync("nobody", cancellationToken: Token));

        Assert.Equal(DurableErrorCodes.RunNotFound, none.Code);
    }

    [Fact]
    public void Import_AnyRunId_ComesBack()
    {
        var history = RunHistory.Parse("""{"history":1,"run":"bücher \"7\""}""" + "\n" + Start);

        Assert.Equal("bücher \"7\"", history.RunId);
        Assert.Equal(history.ToString(), RunHistory.Parse(history.ToString()).ToString());
    }

    [Fact]
    public void Import_UnknownFields_AreIgnored()
    {
        var history = RunHistory.Parse(
            """{"history":1,"run":"r","by":"somebody"}""" + "\n" + Start.Replace("\"trigger\"", "\"later\":{\"x\":[1]},\"trigger\"", StringComparison.Ordinal) + "\n\n");

        Assert.Single(history.Records);
    }

    [Theory]
    [InlineData("", "Line 1", "it is empty")]
    [InlineData("no json", "Line 1", "no header")]
    [InlineData("[]", "Line 1", "no header")]
    [InlineData("{}", "Line 1", "no header")]
    [InlineData("""{"history":"one","run":"r"}""", "Line 1", "no header")]
    [InlineData("""{"history":1}""", "Line 1", "no header")]
    [InlineData(Header, "Line 2", "no records")]
    [InlineData(Header + "rubbish", "Line 2", "not readable")]
    [InlineData(Header + """{"t":"wake","n":1,"ts":1,"id":"sleep"}""", "Line 2", "first record is its start")]
    [InlineData(Header + Start + "\n" + """{"t":"wake","n":3,"ts":1740830400000,"id":"sleep"}""", "Line 3", "record 3, not 2")]
    [InlineData(Header + Start + "\n" + """{"t":"wake","n":2,"ts":1740830400000}""", "Line 3", "lacks its field 'id'")]
    public void Import_Damaged_NamesTheLine(string text, string line, string why)
    {
        var invalid = Assert.Throws<DurableException>(() => RunHistory.Parse(text));

        Assert.Equal(DurableErrorCodes.HistoryInvalid, invalid.Code);
        Assert.Contains(line, invalid.Message, StringComparison.Ordinal);
        Assert.Contains(why, invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_StartTwice_NamesTheLine()
    {
        var invalid = Assert.Throws<DurableException>(() => RunHistory.Parse(Header + Start + "\n" + Start.Replace("\"n\":1", "\"n\":2", StringComparison.Ordinal)));

        Assert.Equal(DurableErrorCodes.HistoryInvalid, invalid.Code);
        Assert.Contains("a second time", invalid.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"history":2,"run":"r"}""" + "\n" + Start, "format 2")]
    [InlineData(Header + Start + "\n" + """{"t":"teleport","n":2,"ts":1740830400000,"id":"x"}""", "'teleport'")]
    public void Import_Newer_HasACodeOfItsOwn(string text, string what)
    {
        var tooNew = Assert.Throws<DurableException>(() => RunHistory.Parse(text));

        Assert.Equal(DurableErrorCodes.HistoryTooNew, tooNew.Code);
        Assert.Contains(what, tooNew.Message, StringComparison.Ordinal);
    }

    private static async Task<DurableTestHost> StartAsync(string part)
    {
        var durable = await DurableTestHost.StartAsync(TourScene.Configure);
        await TourScene.Of(durable).PlayAsync(part);
        return durable;
    }
}
