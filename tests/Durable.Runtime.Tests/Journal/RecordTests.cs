using System.Text;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Tests.Journal;

/// <summary>The stored format: what these lines say, every later version must read the same way.</summary>
public sealed class RecordTests
{
    private static readonly ErrorInfo s_error = new("STEP_FAILED", "no \"stock\"") { StepId = "reserve", Attempts = 3, Cause = new ErrorInfo("exception", "") };

    internal static readonly (JournalRecord Record, string Line)[] Records =
    [
        (
            new StartRecord { Workflow = "order", Version = 2, Fingerprint = "99db", Input = Json("""{"id":"o-1"}"""), Tags = new Dictionary<string, string> { ["city"] = "Łódź" } },
            """{"t":"start","n":1,"ts":1740830400000,"workflow":"order","version":2,"fingerprint":"99db","trigger":"api","tags":{"city":"\u0141\u00F3d\u017A"},"input":{"id":"o-1"}}"""),
        (
            new StartRecord { Workflow = "order", Version = 2, Fingerprint = "99db", Trigger = "schedule", Tenant = "acme", Schedule = new ScheduleLink("nightly", 3, "start") },
            """{"t":"start","n":1,"ts":1740830400000,"workflow":"order","version":2,"fingerprint":"99db","trigger":"schedule","tenant":"acme","schedule":{"name":"nightly","generation":3,"id":"start"}}"""),
        (
            new ChildEndRecord("start") { RunId = "nightly/1", Status = RunStatus.Failed, EndedAt = 1740830399000 },
            """{"t":"childEnd","n":1,"ts":1740830400000,"id":"start","run":"nightly/1","status":"failed","ended":1740830399000}"""),
        (
            new StepRecord("charge#2") { Input = Json("[1]"), Output = Json("null"), Attempt = 2, Started = 1740830399000, Worker = "w" },
            """{"t":"step","n":1,"ts":1740830400000,"id":"charge#2","input":[1],"output":null,"attempt":2,"started":1740830399000,"worker":"w"}"""),
        (
            new AttemptRecord("charge") { Attempt = 1, Error = s_error, FirstStarted = 5, NextAt = 6 },
            """{"t":"attempt","n":1,"ts":1740830400000,"id":"charge","attempt":1,"error":{"kind":"STEP_FAILED","message":"no \u0022stock\u0022","step":"reserve","attempt":3,"cause":{"kind":"exception","message":""}},"started":5,"nextAt":6}"""),
        (
            new StepErrorRecord("charge") { Attempt = 0, Error = new ErrorInfo("cancelled", "x") },
            """{"t":"stepError","n":1,"ts":1740830400000,"id":"charge","attempt":0,"error":{"kind":"cancelled","message":"x"}}"""),
        (
            new StartRecord
            {
                Workflow = "order",
                Version = 1,
                Fingerprint = "9",
                Generation = 2,
                Principal = new Principal("p") { Tenant = "t", Scopes = ["a", "b"], EgressAllowed = false, SpendLimit = 1.50m },
                Spent = 0.25m,
            },
            """{"t":"start","n":1,"ts":1740830400000,"workflow":"order","version":1,"fingerprint":"9","generation":2,"trigger":"api","principal":{"id":"p","tenant":"t","scopes":["a","b"],"egress":false,"spendLimit":1.50},"spent":0.25}"""),
        (
            new StartRecord { Workflow = "order", Version = 1, Fingerprint = "9", Principal = new Principal("p") },
            """{"t":"start","n":1,"ts":1740830400000,"workflow":"order","version":1,"fingerprint":"9","trigger":"api","principal":{"id":"p"}}"""),
        (new StepRecord("ask") { Started = 5, Spend = 0.001m }, """{"t":"step","n":1,"ts":1740830400000,"id":"ask","started":5,"spend":0.001}"""),
        (
            new AttemptRecord("ask") { Attempt = 1, Error = new ErrorInfo("RATE_LIMITED", "x") { RetryAfter = TimeSpan.FromSeconds(2) }, FirstStarted = 5, NextAt = 6, Spend = 2 },
            """{"t":"attempt","n":1,"ts":1740830400000,"id":"ask","attempt":1,"error":{"kind":"RATE_LIMITED","message":"x","retryAfter":2000},"started":5,"nextAt":6,"spend":2}"""),
        (
            new StepErrorRecord("ask") { Attempt = 1, Error = new ErrorInfo("x", ""), Spend = 3 },
            """{"t":"stepError","n":1,"ts":1740830400000,"id":"ask","attempt":1,"error":{"kind":"x","message":""},"spend":3}"""),
        (new UndoRecord("ask") { Attempt = 1, Duration = 7, Spend = 4 }, """{"t":"undo","n":1,"ts":1740830400000,"id":"ask","ok":true,"ms":7,"spend":4}"""),
        (new LimitRecord("keyed[a]", "tenant:7") { Until = 9 }, """{"t":"limited","n":1,"ts":1740830400000,"id":"keyed[a]","name":"tenant:7","until":9}"""),
        (
            new ChildEndRecord("child") { RunId = "c", Status = RunStatus.Completed, Result = Json("1"), Spend = 5 },
            """{"t":"childEnd","n":1,"ts":1740830400000,"id":"child","run":"c","status":"completed","result":1,"spend":5}"""),
        (new SuspendRecord("ask") { Step = "ask", Attempt = 1, Spend = 6 }, """{"t":"suspend","n":1,"ts":1740830400000,"id":"ask","name":"ask","spend":6}"""),
        (
            new SuspendRecord("a/review#2") { Step = "review", Attempt = 2, Resumes = 1, Snapshot = Json("{}") },
            """{"t":"suspend","n":1,"ts":1740830400000,"id":"a/review#2","name":"review","attempt":2,"resumes":1,"data":{}}"""),
        (new SuspendRecord("review") { Step = "review", Attempt = 1 }, """{"t":"suspend","n":1,"ts":1740830400000,"id":"review","name":"review"}"""),
        (new ResumeRecord("review") { Key = "k", Payload = Json("null") }, """{"t":"resume","n":1,"ts":1740830400000,"id":"review","key":"k","data":null}"""),
        (
            new ResumeRecord("review") { Error = new ErrorInfo("declined", "x") },
            """{"t":"resume","n":1,"ts":1740830400000,"id":"review","error":{"kind":"declined","message":"x"}}"""),
        (new HeartbeatRecord("copy") { Attempt = 3, Details = Json("7") }, """{"t":"heartbeat","n":1,"ts":1740830400000,"id":"copy","attempt":3,"data":7}"""),
        (
            new TaskRecord("render") { RunId = "t", Queue = "gpu", Input = Json("[1]") },
            """{"t":"task","n":1,"ts":1740830400000,"id":"render","run":"t","name":"gpu","input":[1]}"""),
        (new TokenRecord("review") { Step = "review", Hash = "0f" }, """{"t":"token","n":1,"ts":1740830400000,"id":"review","name":"review","hash":"0f"}"""),
        (new SleepRecord("sleep", 1740834000000), """{"t":"sleep","n":1,"ts":1740830400000,"id":"sleep","until":1740834000000}"""),
        (new WakeRecord("sleep"), """{"t":"wake","n":1,"ts":1740830400000,"id":"sleep"}"""),
        (new TimeoutRecord("approved"), """{"t":"timeout","n":1,"ts":1740830400000,"id":"approved"}"""),
        (new SignalRecord("approved") { Payload = Json("true") }, """{"t":"signal","n":1,"ts":1740830400000,"name":"approved","data":true}"""),
        (new CancelRecord { Reason = "enough" }, """{"t":"cancel","n":1,"ts":1740830400000,"reason":"enough"}"""),
        (new CancelRecord(), """{"t":"cancel","n":1,"ts":1740830400000}"""),
        (new CompensateRecord { Reason = "" }, """{"t":"compensate","n":1,"ts":1740830400000,"reason":""}"""),
        (new ReturnRecord { Result = Json("0") }, """{"t":"return","n":1,"ts":1740830400000,"result":0}"""),
        (new ErrorRecord { Error = new ErrorInfo("exception", "x") }, """{"t":"error","n":1,"ts":1740830400000,"error":{"kind":"exception","message":"x"}}"""),
        (new UndoRecord("charge") { Attempt = 2, Duration = 7 }, """{"t":"undo","n":1,"ts":1740830400000,"id":"charge","ok":true,"attempt":2,"ms":7}"""),
        (
            new EndRecord { Status = RunStatus.CompensationFailed, Error = new ErrorInfo("exception", "x"), Compensations = [new("b", 3, new ErrorInfo("exception", "y")), new("a", 1, null)] },
            """{"t":"end","n":1,"ts":1740830400000,"status":"compensationFailed","error":{"kind":"exception","message":"x"},"undone":[{"id":"b","attempt":3,"error":{"kind":"exception","message":"y"}},{"id":"a"}]}"""),
        (new EndRecord { Status = RunStatus.Completed, Result = Json("{}") }, """{"t":"end","n":1,"ts":1740830400000,"status":"completed","result":{}}"""),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Records.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void Record_WrittenAndReadBack_IsTheSame(int index)
    {
        var (record, line) = Records[index];
        record.Stamp(1, 1740830400000);

        Assert.Equal(line, Encoding.UTF8.GetString(RecordWriter.Write(record).Utf8.Span));

        var read = RecordReader.Read(new JournalEntry(1, Encoding.UTF8.GetBytes(line)));
        Assert.IsType(record.GetType(), read);
        Assert.Equal((1, 1740830400000), (read.Position, read.Timestamp));
        Assert.Equal(line, Encoding.UTF8.GetString(RecordWriter.Write(read).Utf8.Span));
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Record_WithFieldsOfALaterVersion_IsReadWithoutThem(int index)
    {
        var line = Records[index].Line;
        var later = line.Insert(line.Length - 1, ""","later":{"deep":[1,{"n":99,"t":"x"}]},"more":"text" """);

        var read = RecordReader.Read(new JournalEntry(1, Encoding.UTF8.GetBytes(later)));

        Assert.Equal(line, Encoding.UTF8.GetString(RecordWriter.Write(read).Utf8.Span));
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Record_CutAnywhere_IsRefusedWithItsPlace(int index)
    {
        var bytes = Encoding.UTF8.GetBytes(Records[index].Line);
        for (var length = 0; length < bytes.Length; length++)
        {
            var refused = Assert.Throws<JournalFormatException>(() => RecordReader.Read(new JournalEntry(7, bytes.AsMemory(0, length))));
            Assert.StartsWith("record ", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Record_OfALaterKind_IsRefused()
    {
        var refused = Assert.Throws<JournalFormatException>(() => Read("""{"t":"teleport","n":3,"ts":1}"""));

        Assert.Equal("record 3 is of kind 'teleport', which this version of the library does not know; it was written by a newer one", refused.Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"t":"step","n":1,"ts":1}""")]
    [InlineData("""{"t":"step","n":"one","ts":1,"id":"a"}""")]
    [InlineData("""{"t":"step","n":1,"ts":1e99,"id":"a"}""")]
    [InlineData("""{"t":"attempt","n":1,"ts":1,"id":"a"}""")]
    [InlineData("""{"t":"attempt","n":1,"ts":1,"id":"a","error":null}""")]
    [InlineData("""{"t":"attempt","n":1,"ts":1,"id":"a","error":[]}""")]
    [InlineData("""{"t":"end","n":1,"ts":1,"status":"splendid"}""")]
    [InlineData("""{"t":"end","n":1,"ts":1,"status":"failed","undone":{"a":1}}""")]
    [InlineData("""{"t":"start","n":1,"ts":1,"workflow":"x","tags":["a"]}""")]
    [InlineData("""{"t":"start","n":1,"ts":1,"workflow":"x","tags":{"a":{}}}""")]
    [InlineData("""{"t":"signal","n":1,"ts":1,"name":"\ud800"}""")]
    public void Record_OfAnotherShape_IsRefused(string line) => Assert.Throws<JournalFormatException>(() => Read(line));

    [Fact]
    public void Record_NestedWithoutEnd_IsRefusedWithoutExhaustingTheStack()
    {
        var cause = string.Concat(Enumerable.Repeat("""{"kind":"a","message":"b","cause":""", 100_000));

        Assert.Throws<JournalFormatException>(() => Read($$"""{"t":"error","n":1,"ts":1,"error":{{cause}}"""));
    }

    private static JournalRecord Read(string line) => RecordReader.Read(new JournalEntry(1, Encoding.UTF8.GetBytes(line)));

    private static ReadOnlyMemory<byte> Json(string json) => Encoding.UTF8.GetBytes(json);
}
