namespace Durable;

/// <summary>A question that waits for its answer.</summary>
/// <param name="RunId">The run that asks.</param>
/// <param name="Workflow">The run's workflow.</param>
/// <param name="AskId">The question's id within the run; with <paramref name="RunId"/> it tells questions apart.</param>
/// <param name="Name">The stable name of its declaration.</param>
/// <param name="Prompt">The question as it was recorded.</param>
/// <param name="ExpiresAt">Until when it can be answered (UTC); null for ever.</param>
public sealed record OpenAsk(string RunId, string Workflow, string AskId, string Name, AskPrompt Prompt, DateTimeOffset? ExpiresAt);
