using System.Text.Json.Serialization;

namespace Approval;

/// <summary>What the API says of an expense.</summary>
public sealed record ExpenseState(string Id, string Status, Decision? Decision);

/// <summary>A person's answer.</summary>
public sealed record Answer(bool Pay);

/// <summary>A question that waits for a person.</summary>
public sealed record Question(string Expense, string Text, string? Assignee, DateTimeOffset? Until);

/// <summary>Something that happened to an expense.</summary>
public sealed record ExpenseEvent(long Sequence, string Kind, string? Status);

/// <summary>Why an answer did not count.</summary>
public sealed record Refusal(string Code, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Expense))]
[JsonSerializable(typeof(ExpenseState))]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(ExpenseEvent))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(List<Question>))]
public sealed partial class ApprovalJsonContext : JsonSerializerContext;
