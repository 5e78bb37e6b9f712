namespace AgentLoop;

/// <summary>What the model wants next: a tool to be called, or, without one, to answer.</summary>
/// <param name="Tool">The tool's name, or null.</param>
/// <param name="Input">What the tool is given.</param>
/// <param name="Cost">What the thought cost.</param>
public sealed record Thought(string? Tool, string Input, decimal Cost);
