using System.ComponentModel;

namespace Durable.Generated;

/// <summary>Stands for "no value": the input of a step without payload parameters, the result of one that returns <see cref="Task"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Nothing
{
    // The continuations stay where the task completed: a body's must be on its run's scheduler, where the engine looks for its end
    // as soon as nothing else is left to do there. A hop to the thread pool would look like a body that waits for nothing.
#pragma warning disable CA2007

    /// <summary>Turns a task without a result into one of <see cref="Nothing"/>.</summary>
    /// <param name="task">The task to wait for.</param>
    public static async Task<Nothing> From(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        await task;
        return default;
    }

    /// <inheritdoc cref="From(Task)"/>
    public static async Task<Nothing> From(ValueTask task)
    {
        await task;
        return default;
    }
#pragma warning restore CA2007
}
