namespace Durable;

/// <summary>A named, typed message that a run can wait for. Declare it as a <c>static readonly</c> field of the workflow class.</summary>
/// <typeparam name="T">The payload's type.</typeparam>
public sealed class Signal<T>
{
    /// <summary>Declares a signal.</summary>
    /// <param name="name">The stable name: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</param>
    /// <exception cref="DurableException"><paramref name="name"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    public Signal(string name)
    {
        StableName.Check(name, nameof(name));
        Name = name;
    }

    /// <summary>The stable name.</summary>
    public string Name { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
