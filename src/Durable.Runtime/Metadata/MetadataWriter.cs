using Durable.Generated;

namespace Durable;

/// <summary>Names and values that a run shows to whoever looks at it (<see cref="RunInfo.Metadata"/>): how far it is, what it is about.</summary>
/// <remarks>
/// Every call is recorded as an operation of the body and takes effect exactly once, whatever crashes. They return at once. All names and values of a run together take at most
/// 256 KiB of JSON.
/// </remarks>
public abstract class MetadataWriter
{
    /// <summary>For the engine, and for stand-ins in unit tests.</summary>
    protected MetadataWriter()
    {
    }

    /// <summary>Gives a name a value.</summary>
    /// <typeparam name="T">The value's type; a payload.</typeparam>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="value">The value; <c>null</c> is one.</param>
    /// <exception cref="DurableException"><paramref name="name"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    /// <exception cref="DurableException">The run would show more than it may (<see cref="DurableErrorCodes.MetadataTooLarge"/>), or the value cannot be written (<see cref="DurableErrorCodes.PayloadInvalid"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract void Set<[Recorded] T>(string name, T value);

    /// <summary>Adds to a number; a name without a value counts from 0.</summary>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="by">What to add; may be negative. A sum that no longer fits a 64-bit whole number becomes a floating-point one.</param>
    /// <exception cref="DurableException"><paramref name="name"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    /// <exception cref="DurableException">The value is no number (<see cref="DurableErrorCodes.MetadataMismatch"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract void Increment(string name, long by = 1);

    /// <inheritdoc cref="Increment(string, long)"/>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="by">What to add; finite, may be negative.</param>
    public abstract void Increment(string name, double by);

    /// <summary>Adds an element to the end of a list; a name without a value counts as an empty list.</summary>
    /// <typeparam name="T">The element's type; a payload.</typeparam>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="value">The element.</param>
    /// <exception cref="DurableException"><paramref name="name"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    /// <exception cref="DurableException">The value is no list (<see cref="DurableErrorCodes.MetadataMismatch"/>), or the run would show more than it may (<see cref="DurableErrorCodes.MetadataTooLarge"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract void Append<[Recorded] T>(string name, T value);

    /// <summary>Takes a name away; one that is not there changes nothing.</summary>
    /// <param name="name">1 to 200 characters.</param>
    /// <exception cref="DurableException"><paramref name="name"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract void Remove(string name);
}
