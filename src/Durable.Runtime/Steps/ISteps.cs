using Durable.Generated;

namespace Durable;

/// <summary>Implemented by the generated part of every <c>[Steps]</c> class.</summary>
/// <typeparam name="TSelf">The class itself.</typeparam>
public interface ISteps<TSelf>
    where TSelf : class, ISteps<TSelf>
{
    /// <summary>The steps, in order of declaration, those of <c>[Steps]</c> classes that this one takes included.</summary>
    static abstract IReadOnlyList<StepDefinition> Definitions { get; }

    /// <summary>Makes the version whose steps are recorded, for one activation of a run.</summary>
    /// <param name="services">The activation's own scope.</param>
    /// <param name="run">The activation.</param>
    static abstract TSelf Create(IServiceProvider services, WorkflowRun run);
}
