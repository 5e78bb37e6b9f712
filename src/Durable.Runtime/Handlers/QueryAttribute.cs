namespace Durable;

/// <summary>Marks a method of a workflow class that answers callers from the run's recorded state, and changes nothing.</summary>
/// <remarks>
/// <para>
/// Callers ask through the generated handle: <c>[Query] decimal Total()</c> is <c>run.TotalAsync()</c>. The run is rebuilt from its journal for the asking,
/// up to and with the signals that are waiting in its inbox; so a run that is asleep stays asleep, and one that has ended still answers.
/// </para>
/// <para>
/// Its parameters and its result are payloads; a first parameter of type <see cref="WorkflowContext"/> is supplied. It runs after the body has reached its
/// first wait. Asking for anything durable, a step or a member of the context that records, throws <see cref="ContextMisuseException"/>.
/// </para>
/// </remarks>
/// <param name="name">The stable name: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>. Default: the method name without a trailing "Async".</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QueryAttribute(string? name = null) : Attribute
{
    /// <summary>The stable name, or null for the default derived from the method name.</summary>
    public string? Name { get; } = name;
}
