namespace Durable;

/// <summary>The call that a <see cref="StepContext"/> tells about; asked only when the step asks.</summary>
internal interface IStepCall
{
    string RunId { get; }

    string StepId { get; }

    string IdempotencyKey { get; }

    Principal? Principal { get; }

    /// <summary>What the run may still spend; null for no limit.</summary>
    decimal? SpendLeft { get; }

    /// <summary>What the step throws in order to suspend.</summary>
    StepSuspendedException Suspend<T>(T snapshot);

    /// <inheritdoc cref="Suspend{T}(T)"/>
    StepSuspendedException Suspend();

    bool TryGetSnapshot<T>(out T? snapshot);

    bool TryGetResume<T>(out T? data);

    bool TryGetHeartbeat<T>(out T? details);

    /// <summary>The attempt is alive.</summary>
    /// <param name="attempt">The attempt that says so.</param>
    /// <param name="details">How far it is.</param>
    void Heartbeat<T>(int attempt, T details);

    /// <summary>The token of the attempt under way, once its hash is durable.</summary>
    /// <param name="attempt">The attempt that asks; one that was abandoned gets none.</param>
    /// <param name="cancellationToken">The attempt's.</param>
    string GetCallbackToken(int attempt, CancellationToken cancellationToken);
}
