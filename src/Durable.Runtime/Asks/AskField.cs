namespace Durable;

/// <summary>One field of a form.</summary>
/// <param name="Name">The member of the answer that it fills, as it is named in JSON.</param>
/// <param name="Prompt">What is asked for it.</param>
public sealed record AskField(string Name, AskPrompt Prompt);
