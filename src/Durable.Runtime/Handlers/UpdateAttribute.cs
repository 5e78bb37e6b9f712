namespace Durable;

/// <summary>Marks a method of a workflow class that callers can have carried out inside a run, and whose outcome they get.</summary>
/// <remarks>
/// <para>
/// Callers ask through the generated handle: <c>[Update] Task&lt;int&gt; AddAsync(Item item)</c> is <c>await run.AddAsync(item)</c>. The request is recorded, carried
/// out in the run's own order as a further branch of the body, and its outcome is recorded before the caller gets it. A run that is not in memory is woken. Who
/// asks again with the same idempotency key gets the recorded outcome.
/// </para>
/// <para>
/// The method returns <see cref="Task"/> or <see cref="Task{TResult}"/>; its parameters and its result are payloads, and a first parameter of type
/// <see cref="WorkflowContext"/> is supplied. It is workflow code like the body and runs after the body has reached its first wait. What it throws fails the update,
/// not the run. The run does not wait for it: an update that is unfinished when the body ends fails for its caller.
/// </para>
/// </remarks>
/// <param name="name">The stable name: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>. Default: the method name without a trailing "Async".</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UpdateAttribute(string? name = null) : Attribute
{
    /// <summary>The stable name, or null for the default derived from the method name.</summary>
    public string? Name { get; } = name;

    /// <summary>
    /// The method that may refuse an update, written as <c>nameof(...)</c>; null (default) to accept every one. It takes what the update takes, reads the run's
    /// state and writes nothing, and returns nothing, throwing to refuse, or a <see cref="string"/>: the reason, or null to accept.
    /// </summary>
    /// <remarks>
    /// It is asked before the request is sent, so that a refused one leaves no trace, and once more when its turn has come: what changed the state in between
    /// may have made it refusable, and then the refusal is recorded as the update's outcome.
    /// </remarks>
    public string? Validator { get; set; }
}
