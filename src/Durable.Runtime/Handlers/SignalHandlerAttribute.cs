namespace Durable;

/// <summary>Marks a method of a workflow class that is called with each signal of one name, instead of the body waiting for it.</summary>
/// <remarks>
/// <para>
/// The method takes the signal's payload, after an optional <see cref="WorkflowContext"/>, and returns nothing or a <see cref="Task"/>. It is called in the
/// run's own order, when the signal is recorded, and never before the body has reached its first wait. It is workflow code like the body: it may write the
/// fields of the class, and a handler that returns a task may call steps and everything else of the context, as a further branch of the body.
/// </para>
/// <para>
/// What a handler throws ends the run as if the body had thrown it. The run does not wait for handlers: when the body ends, waits of unfinished handlers are
/// withdrawn and their running steps are cancelled and recorded. A body that wants them finished says so, with <see cref="WorkflowContext.WaitUntilAsync(Func{bool}, CancellationToken)"/>.
/// </para>
/// </remarks>
/// <param name="signal">The <c>static readonly</c> <see cref="Signal{T}"/> field, written as <c>nameof(...)</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SignalHandlerAttribute(string signal) : Attribute
{
    /// <summary>The name of the field that declares the signal.</summary>
    public string Signal { get; } = signal;
}
