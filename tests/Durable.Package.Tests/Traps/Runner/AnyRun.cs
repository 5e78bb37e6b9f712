using Durable;

namespace Runner;

/// <summary>A run of a workflow whose class this program does not know.</summary>
internal sealed class AnyRun(DurableClient client, WorkflowDefinition definition, string runId) : RunHandle(client, definition, runId);
