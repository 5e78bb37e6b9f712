namespace Durable;

/// <summary>How a run is to be started by the act that sends its first update.</summary>
/// <param name="Definition">The workflow.</param>
/// <param name="Input">Its input as JSON.</param>
/// <param name="Options">How to start it.</param>
/// <param name="CancellationToken">Gives up starting.</param>
internal sealed record PendingStart(WorkflowDefinition Definition, ReadOnlyMemory<byte> Input, StartOptions Options, CancellationToken CancellationToken);
