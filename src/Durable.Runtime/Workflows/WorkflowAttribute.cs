using System.Text.Json.Serialization;

namespace Durable;

/// <summary>Marks a class as a workflow: its <c>RunAsync</c> is replayed from a journal, its <see cref="StepAttribute"/> methods are recorded.</summary>
/// <remarks>
/// The class must be a non-sealed <c>partial class</c> with one public <c>RunAsync(WorkflowContext ctx[, TInput input])</c>
/// returning <see cref="Task"/> or <see cref="Task{TResult}"/>. The generator adds <c>Definition</c>, <c>Client</c> and <c>Run</c> to it.
/// </remarks>
/// <param name="name">
/// The stable name runs are stored under: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.
/// Default: the class name without a trailing "Workflow", in kebab-case (<c>OrderIntakeWorkflow</c> is <c>order-intake</c>).
/// Renaming it orphans the runs that are under way.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WorkflowAttribute(string? name = null) : Attribute
{
    /// <summary>The stable name, or null for the default derived from the class name.</summary>
    public string? Name { get; } = name;

    /// <summary>The version new runs start with, from 1. A run goes on with the version it started with.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The queue that runs wait in until a worker serving it claims them.</summary>
    public string Queue { get; set; } = "default";

    /// <summary>
    /// How long runs that ended are kept, counted from their end: <c>"12h"</c>, <c>"90d"</c>, at most 3,650 days. Workers delete older ones in the background; until then their results, journals and
    /// earlier generations can be read. Null keeps them until somebody deletes them, as are the runs of a version whose class no worker knows any more. Default 30 days.
    /// </summary>
    public string? Retention { get; set; } = "30d";

    /// <summary>
    /// A <see cref="JsonSerializerContext"/> of your own, consulted before the generated serializers; null for none.
    /// </summary>
    /// <remarks>
    /// Each type that it lists with <c>[JsonSerializable(typeof(X))]</c> is written and read by its <c>Default</c>, with that context's own options
    /// (naming policy, converters), wherever the type occurs in a payload. Every other type, also one that the context only reaches through a listed
    /// one, is left to the generated serializers; so is a type listed for <see cref="JsonSourceGenerationMode.Serialization"/> alone, which does not read back.
    /// Layout and escaping are the journal's: the context's <c>WriteIndented</c> and <c>Encoder</c> do not apply.
    /// </remarks>
    public Type? JsonContext { get; set; }
}
