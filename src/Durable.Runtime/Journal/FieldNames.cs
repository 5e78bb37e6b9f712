using System.Text.Json;

namespace Durable.Journal;

/// <summary>The stored names of record fields. They never change meaning and are never reused.</summary>
internal static class FieldNames
{
    public static readonly JsonEncodedText Kind = JsonEncodedText.Encode("t");
    public static readonly JsonEncodedText Position = JsonEncodedText.Encode("n");
    public static readonly JsonEncodedText Timestamp = JsonEncodedText.Encode("ts");
    public static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");

    public static readonly JsonEncodedText Action = JsonEncodedText.Encode("action");
    public static readonly JsonEncodedText Attempt = JsonEncodedText.Encode("attempt");
    public static readonly JsonEncodedText Cause = JsonEncodedText.Encode("cause");
    public static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    public static readonly JsonEncodedText Deadline = JsonEncodedText.Encode("deadline");
    public static readonly JsonEncodedText Duration = JsonEncodedText.Encode("ms");
    public static readonly JsonEncodedText Ended = JsonEncodedText.Encode("ended");
    public static readonly JsonEncodedText Egress = JsonEncodedText.Encode("egress");
    public static readonly JsonEncodedText Error = JsonEncodedText.Encode("error");
    public static readonly JsonEncodedText ErrorKind = JsonEncodedText.Encode("kind");
    public static readonly JsonEncodedText Failed = JsonEncodedText.Encode("failed");
    public static readonly JsonEncodedText Fingerprint = JsonEncodedText.Encode("fingerprint");
    public static readonly JsonEncodedText From = JsonEncodedText.Encode("from");
    public static readonly JsonEncodedText Generation = JsonEncodedText.Encode("generation");
    public static readonly JsonEncodedText Hash = JsonEncodedText.Encode("hash");
    public static readonly JsonEncodedText Input = JsonEncodedText.Encode("input");
    public static readonly JsonEncodedText Key = JsonEncodedText.Encode("key");
    public static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    public static readonly JsonEncodedText MessageKind = JsonEncodedText.Encode("kind");
    public static readonly JsonEncodedText Metadata = JsonEncodedText.Encode("metadata");
    public static readonly JsonEncodedText Mode = JsonEncodedText.Encode("mode");
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    public static readonly JsonEncodedText NextAt = JsonEncodedText.Encode("nextAt");
    public static readonly JsonEncodedText Ok = JsonEncodedText.Encode("ok");
    public static readonly JsonEncodedText Operations = JsonEncodedText.Encode("operations");
    public static readonly JsonEncodedText Output = JsonEncodedText.Encode("output");
    public static readonly JsonEncodedText Parent = JsonEncodedText.Encode("parent");
    public static readonly JsonEncodedText Policy = JsonEncodedText.Encode("policy");
    public static readonly JsonEncodedText Principal = JsonEncodedText.Encode("principal");
    public static readonly JsonEncodedText Priority = JsonEncodedText.Encode("priority");
    public static readonly JsonEncodedText Queue = JsonEncodedText.Encode("queue");
    public static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
    public static readonly JsonEncodedText Result = JsonEncodedText.Encode("result");
    public static readonly JsonEncodedText Resumes = JsonEncodedText.Encode("resumes");
    public static readonly JsonEncodedText Root = JsonEncodedText.Encode("root");
    public static readonly JsonEncodedText RetryAfter = JsonEncodedText.Encode("retryAfter");
    public static readonly JsonEncodedText Run = JsonEncodedText.Encode("run");
    public static readonly JsonEncodedText Seed = JsonEncodedText.Encode("seed");
    public static readonly JsonEncodedText Schedule = JsonEncodedText.Encode("schedule");
    public static readonly JsonEncodedText Scopes = JsonEncodedText.Encode("scopes");
    public static readonly JsonEncodedText Signals = JsonEncodedText.Encode("signals");
    public static readonly JsonEncodedText StartAt = JsonEncodedText.Encode("startAt");
    public static readonly JsonEncodedText Spend = JsonEncodedText.Encode("spend");
    public static readonly JsonEncodedText SpendLimit = JsonEncodedText.Encode("spendLimit");
    public static readonly JsonEncodedText Spent = JsonEncodedText.Encode("spent");
    public static readonly JsonEncodedText Started = JsonEncodedText.Encode("started");
    public static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    public static readonly JsonEncodedText Step = JsonEncodedText.Encode("step");
    public static readonly JsonEncodedText Tags = JsonEncodedText.Encode("tags");
    public static readonly JsonEncodedText Tenant = JsonEncodedText.Encode("tenant");
    public static readonly JsonEncodedText Trace = JsonEncodedText.Encode("trace");
    public static readonly JsonEncodedText Trigger = JsonEncodedText.Encode("trigger");
    public static readonly JsonEncodedText Undone = JsonEncodedText.Encode("undone");
    public static readonly JsonEncodedText Until = JsonEncodedText.Encode("until");
    public static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    public static readonly JsonEncodedText WithParent = JsonEncodedText.Encode("withParent");
    public static readonly JsonEncodedText Worker = JsonEncodedText.Encode("worker");
    public static readonly JsonEncodedText Workflow = JsonEncodedText.Encode("workflow");
}
