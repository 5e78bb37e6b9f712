namespace AgentLoop;

/// <summary>One line of the conversation.</summary>
public sealed record Turn(string Who, string Text);
