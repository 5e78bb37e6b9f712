using System.Diagnostics.CodeAnalysis;
using Durable.Generated;

namespace Durable;

// How a step that takes long says that it is alive, and how far it is.
public readonly partial struct StepContext
{
    /// <summary>At most one heartbeat of a step is recorded in this time: 5 seconds. What comes in between replaces what is not recorded yet.</summary>
    public static TimeSpan HeartbeatInterval { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Says that the attempt is alive, which <see cref="StepAttribute.HeartbeatTimeout"/> waits for, and how far it is, for the attempt after it.</summary>
    /// <remarks>
    /// <para>
    /// The first one is recorded at once, later ones at most every <see cref="HeartbeatInterval"/>; when the attempt fails or suspends, the last one is recorded with that.
    /// A crash loses what was not recorded yet: the next attempt starts from an earlier heartbeat, at most <see cref="HeartbeatInterval"/> old.
    /// </para>
    /// <para>On replay nothing runs, so nothing beats. In a step that is called directly, outside a run, this does nothing.</para>
    /// </remarks>
    /// <typeparam name="T">The type of the details; a payload.</typeparam>
    /// <param name="details">How far the attempt is; <see cref="TryGetHeartbeat{T}"/> of the next attempt has it.</param>
    /// <returns>Completes at once; cancelled when <see cref="CancellationToken"/> is, so that a loop that beats ends by itself.</returns>
    /// <exception cref="DurableException">
    /// The details are above the cap (<see cref="DurableErrorCodes.PayloadTooLarge"/>), cannot be written (<see cref="DurableErrorCodes.PayloadInvalid"/>), or are of a type that the
    /// generator did not see in the workflow class (<see cref="DurableErrorCodes.PayloadTypeUnknown"/>).
    /// </exception>
    public Task HeartbeatAsync<[Recorded] T>(T details)
    {
        if (CancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(CancellationToken);
        }

        _call?.Heartbeat(Attempt, details);
        return Task.CompletedTask;
    }

    /// <summary>How far the step was when it said so last, in an earlier attempt or entry. Ask when the attempt begins.</summary>
    /// <typeparam name="T">The type of the details; a payload.</typeparam>
    /// <param name="details">A copy of them; the type's default where there are none.</param>
    /// <returns>False where no attempt has recorded a heartbeat.</returns>
    /// <exception cref="DurableException">
    /// What is recorded is no <typeparamref name="T"/> (<see cref="DurableErrorCodes.PayloadInvalid"/>), or the type is unknown (<see cref="DurableErrorCodes.PayloadTypeUnknown"/>).
    /// </exception>
    public bool TryGetHeartbeat<[Recorded] T>([MaybeNullWhen(false)] out T details)
    {
        details = default;
        return _call is not null && _call.TryGetHeartbeat(out details);
    }
}
