using Durable.Handlers;
using Durable.Serialization;
using Durable.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Durable.Execution;

/// <summary>What every run of one worker shares.</summary>
internal sealed record WorkerServices(
    string WorkerId,
    IRunStore Store,
    TimeProvider Time,
    PayloadSerializer Payloads,
    IServiceScopeFactory Scopes,
    ILoggerFactory Loggers,
    StepGate Gate,
    UpdateOutcomes Updates,
    TimeSpan IdleEviction,
    WorkflowRegistry Workflows)
{
    /// <summary>The engine's own logger for what happens to runs.</summary>
    public ILogger RunLogger { get; } = Loggers.CreateLogger("Durable.Run");
}
