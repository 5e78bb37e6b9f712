using System.Diagnostics.CodeAnalysis;
using Durable.Generated;

namespace Durable;

// How a step waits for somebody without occupying a worker, and how it finds out what came of it.
public readonly partial struct StepContext
{
    /// <summary>
    /// Makes what the step throws in order to wait for somebody: <c>throw step.Suspend(snapshot)</c>. The run then waits, leaves memory, and survives
    /// restarts; <see cref="RunHandle.ResumeStepAsync{T}"/>, or <see cref="DurableClient.CompleteAsync{T}"/> with <see cref="CallbackToken"/>, runs the step again from
    /// its beginning, with the same <see cref="Attempt"/> and <see cref="IdempotencyKey"/>.
    /// </summary>
    /// <typeparam name="T">The snapshot's type; a payload.</typeparam>
    /// <param name="snapshot">What the step keeps for its next entry; there <see cref="TryGetSnapshot{T}"/> has it. Stored apart from results.</param>
    /// <returns>The exception to throw. Nothing happens until it is thrown, out of the step.</returns>
    /// <remarks>
    /// <para>Time-out and heartbeat limit do not count while the step is suspended; <see cref="StepAttribute.RetryFor"/> counts anew from the next entry.</para>
    /// <para>On a crash before the suspension is durable the step runs again, and may suspend again; on replay nothing runs.</para>
    /// </remarks>
    /// <exception cref="ContextMisuseException">A compensator asks; undoing cannot wait for anybody.</exception>
    /// <exception cref="DurableException">
    /// The snapshot is above the cap (<see cref="DurableErrorCodes.PayloadTooLarge"/>), cannot be written (<see cref="DurableErrorCodes.PayloadInvalid"/>), or is of a type that the
    /// generator did not see in the workflow class (<see cref="DurableErrorCodes.PayloadTypeUnknown"/>).
    /// </exception>
    public StepSuspendedException Suspend<[Recorded] T>(T snapshot) =>
        _call is null ? new StepSuspendedException("", "", snapshot) : _call.Suspend(snapshot);

    /// <summary>As <see cref="Suspend{T}(T)"/>, for a step that keeps nothing.</summary>
    /// <returns>The exception to throw.</returns>
    /// <exception cref="ContextMisuseException">A compensator asks; undoing cannot wait for anybody.</exception>
    public StepSuspendedException Suspend() => _call is null ? new StepSuspendedException("", "", snapshot: null) : _call.Suspend();

    /// <summary>What the step kept when it suspended last.</summary>
    /// <typeparam name="T">The snapshot's type; a payload.</typeparam>
    /// <param name="snapshot">A copy of it, also in later attempts; the type's default where there is none.</param>
    /// <returns>False before the step has suspended with a snapshot.</returns>
    /// <exception cref="DurableException">
    /// What is recorded is no <typeparamref name="T"/> (<see cref="DurableErrorCodes.PayloadInvalid"/>), or the type is unknown (<see cref="DurableErrorCodes.PayloadTypeUnknown"/>).
    /// </exception>
    public bool TryGetSnapshot<[Recorded] T>([MaybeNullWhen(false)] out T snapshot)
    {
        snapshot = default;
        return _call is not null && _call.TryGetSnapshot(out snapshot);
    }

    /// <summary>What the step was resumed with last: by <c>ResumeStepAsync</c> or <c>CompleteAsync</c>.</summary>
    /// <typeparam name="T">The data's type; a payload. Callers can send only the types that the step asks for here.</typeparam>
    /// <param name="data">A copy of it; it stays for later attempts, until the step suspends again. The type's default where there is none.</param>
    /// <returns>False in a step that has not been resumed since it last suspended.</returns>
    /// <exception cref="DurableException">
    /// What is recorded is no <typeparamref name="T"/> (<see cref="DurableErrorCodes.PayloadInvalid"/>), or the type is unknown (<see cref="DurableErrorCodes.PayloadTypeUnknown"/>).
    /// </exception>
    public bool TryGetResume<[Recorded] T>([MaybeNullWhen(false)] out T data)
    {
        data = default;
        return _call is not null && _call.TryGetResume(out data);
    }

    /// <summary>
    /// A secret that lets whoever has it resume this step once, through <see cref="DurableClient.CompleteAsync{T}"/> or <see cref="DurableClient.FailAsync"/>: give it to a webhook, then
    /// suspend. 192 random bits; only its hash is stored. The same within an attempt; every one given out stays good until one of them is used.
    /// </summary>
    /// <remarks>
    /// Reading it waits until the hash is durable (one write), so that a callback that comes at once is known, even before the step has suspended: it is kept and the
    /// step goes on as soon as it suspends. After a crash the step gets another token, and the earlier one still works.
    /// Empty in a step that is called directly, outside a run.
    /// </remarks>
    /// <exception cref="ContextMisuseException">A compensator asks; undoing cannot wait for anybody.</exception>
    /// <exception cref="OperationCanceledException"><see cref="CancellationToken"/> was cancelled first.</exception>
    public string CallbackToken => _call?.GetCallbackToken(Attempt, CancellationToken) ?? "";
}
