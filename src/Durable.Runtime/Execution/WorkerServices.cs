using Durable.Handlers;
using Durable.Serialization;
using Durable.Steps;
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
    WorkflowRegistry Workflows,
    ActiveRuns Runs)
{
    /// <summary>What attempts go through before they start.</summary>
    public required StepLimits Concurrency { get; init; }

    /// <summary>The policies of steps.</summary>
    public required StepPolicies Policies { get; init; }

    /// <summary>The permits of rate limits.</summary>
    public required IRateLimits Limits { get; init; }

    /// <summary>Told whenever a run has come to rest.</summary>
    public RestWatch Rests { get; } = new();

    /// <summary>Takes the place of steps in tests; null everywhere else.</summary>
    public StepInterceptor? Interceptor { get; init; }

    /// <summary>The engine's own logger for what happens to runs.</summary>
    public ILogger RunLogger { get; } = Loggers.CreateLogger("Durable.Run");
}
