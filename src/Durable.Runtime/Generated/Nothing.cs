using System.ComponentModel;

namespace Durable.Generated;

/// <summary>Stands for "no value": the input of a step without payload parameters, the result of one that returns <see cref="Task"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Nothing
{
    /// <summary>Turns a task without a result into one of <see cref="Nothing"/>.</summary>
    /// <param name="task">The task to wait for.</param>
    public static async Task<Nothing> From(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        await task.ConfigureAwait(false);
        return default;
    }

    /// <inheritdoc cref="From(Task)"/>
    public static async Task<Nothing> From(ValueTask task)
    {
        await task.ConfigureAwait(false);
        return default;
    }
}
