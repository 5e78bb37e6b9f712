using Durable.Principals;
using Durable.Steps;

namespace Durable;

/// <summary>What a running step attempt knows about itself. Supplied by the engine; a caller leaves the parameter at <c>default</c>.</summary>
public readonly partial struct StepContext
{
    private readonly IStepCall? _call;
    private readonly int _attempt;
    private readonly StepAttempt? _own;

    internal StepContext(IStepCall call, int attempt, StepAttempt own, CancellationToken cancellationToken)
    {
        _call = call;
        _attempt = attempt;
        _own = own;
        CancellationToken = cancellationToken;
    }

    /// <summary>The id of the run the step belongs to; empty when the step was called directly, outside a run.</summary>
    public string RunId => _call?.RunId ?? "";

    /// <summary>The recorded operation id (<c>charge</c>, <c>charge#2</c>); in a compensator followed by <c>#undo</c>.</summary>
    public string StepId => _call?.StepId ?? "";

    /// <summary>The number of this attempt, from 1. It survives restarts; a crash is no failed attempt and repeats the number.</summary>
    public int Attempt => _attempt == 0 ? 1 : _attempt;

    /// <summary>
    /// Never null, the same for every attempt of this call everywhere, different for doing and undoing:
    /// pass it to the callee so that a repeated attempt takes effect once.
    /// </summary>
    public string IdempotencyKey => _call?.IdempotencyKey ?? "";

    /// <summary>
    /// Cancelled when the run is cancelled or terminated, the attempt times out, the body withdraws the step or ends, the lease is lost, or the worker's <see cref="WorkerOptions.StopTimeout"/> has passed while it stops.
    /// A cancelled run leaves alone what was begun in <see cref="WorkflowContext.DetachedAsync"/>, and compensators.
    /// </summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Makes a context for a unit test that calls a step directly.</summary>
    /// <param name="runId">What <see cref="RunId"/> returns.</param>
    /// <param name="stepId">What <see cref="StepId"/> returns.</param>
    /// <param name="attempt">What <see cref="Attempt"/> returns, from 1.</param>
    /// <param name="idempotencyKey">What <see cref="IdempotencyKey"/> returns; default: made of run and step id.</param>
    /// <param name="snapshot">What <see cref="TryGetSnapshot{T}"/> finds; null for nothing.</param>
    /// <param name="resume">What <see cref="TryGetResume{T}"/> finds; null for nothing.</param>
    /// <param name="heartbeat">What <see cref="TryGetHeartbeat{T}"/> finds; null for nothing.</param>
    /// <param name="services">What <see cref="Services"/> returns; default: none.</param>
    /// <param name="principal">What <see cref="Principal"/> returns; its limit counts down with <see cref="AddSpend"/>.</param>
    /// <param name="cancellationToken">What <see cref="CancellationToken"/> returns.</param>
    /// <exception cref="DurableException"><paramref name="attempt"/> is below 1 (<see cref="DurableErrorCodes.ArgumentOutOfRange"/>).</exception>
    public static StepContext ForTest(
        string runId = "test-run",
        string stepId = "test-step",
        int attempt = 1,
        string? idempotencyKey = null,
        object? snapshot = null,
        object? resume = null,
        object? heartbeat = null,
        IServiceProvider? services = null,
        Principal? principal = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        ArgumentNullException.ThrowIfNull(stepId);
        InputCheck.AtLeast(attempt, 1, nameof(attempt));
        var spend = new RunSpend();
        spend.Start(principal?.SpendLimit, spent: 0);
        return new StepContext(
            new TestStepCall(runId, stepId, idempotencyKey ?? $"{runId}/1/{stepId}", snapshot, resume, heartbeat, principal, spend),
            attempt,
            new StepAttempt(services ?? NoServices.Instance, spend),
            cancellationToken);
    }
}
