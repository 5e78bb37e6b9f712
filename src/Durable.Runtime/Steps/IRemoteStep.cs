namespace Durable.Steps;

/// <summary>A step that workers of a queue carry out, whatever its types.</summary>
internal interface IRemoteStep
{
    /// <summary>What it waits for, as a sentence; null while it is not yet handed over.</summary>
    string? WaitsFor { get; }

    /// <summary>Whether the outcome that this task sent is still awaited.</summary>
    bool Awaits(string taskRunId);
}
