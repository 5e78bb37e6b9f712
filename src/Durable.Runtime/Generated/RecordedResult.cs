using System.ComponentModel;

namespace Durable.Generated;

/// <summary>A step's result as its compensator sees it: absent when the step was started and its outcome is unknown.</summary>
/// <remarks>A type of its own, because for a value type "no result" and the default value would look the same.</remarks>
/// <typeparam name="T">The step's result.</typeparam>
/// <param name="value">The recorded result.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RecordedResult<T>(T? value)
{
    /// <summary>Whether the step completed. False for <c>default</c>.</summary>
    public bool HasValue { get; } = true;

    /// <summary>The recorded result; the type's default when there is none.</summary>
    public T? Value { get; } = value;

    /// <summary>Wraps the result of a completed step.</summary>
    /// <param name="value">The recorded result.</param>
    public static implicit operator RecordedResult<T>(T? value) => new(value);
}
