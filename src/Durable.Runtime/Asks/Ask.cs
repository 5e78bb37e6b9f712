namespace Durable;

/// <summary>A named question to a person, with a typed answer. Declare it as a <c>static readonly</c> field of the workflow class.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
public sealed class Ask<T>
{
    /// <summary>Declares a question.</summary>
    /// <param name="name">The stable name: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</param>
    /// <exception cref="DurableException"><paramref name="name"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    public Ask(string name)
    {
        StableName.Check(name, nameof(name));
        Name = name;
    }

    /// <summary>The stable name.</summary>
    public string Name { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
