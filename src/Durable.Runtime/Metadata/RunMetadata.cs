using Durable.Generated;

namespace Durable;

/// <summary>What a run shows of itself, and what it adds to what its ancestors show.</summary>
public abstract class RunMetadata : MetadataWriter
{
    /// <summary>For the engine, and for stand-ins in unit tests.</summary>
    protected RunMetadata()
    {
    }

    /// <summary>What the run's parent shows; the run's own where it has no parent.</summary>
    /// <remarks>The change goes out with the run's own commit and takes effect when the parent takes it in; one that its present value or size does not allow has no effect, nor has one to a parent that has ended.</remarks>
    public abstract MetadataWriter Parent { get; }

    /// <summary>What the first of the run's ancestors shows; the run's own where it has no parent.</summary>
    /// <remarks>As for <see cref="Parent"/>.</remarks>
    public abstract MetadataWriter Root { get; }

    /// <summary>The value of a name as the body sees it: with all its own changes so far, and those of children as far as they are recorded. Same on replay.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="name">1 to 200 characters.</param>
    /// <returns>The value, or the type's default where there is none.</returns>
    /// <exception cref="DurableException"><paramref name="name"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    /// <exception cref="DurableException">The value is of another type (<see cref="DurableErrorCodes.MetadataMismatch"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract T? Get<[Recorded] T>(string name);
}
