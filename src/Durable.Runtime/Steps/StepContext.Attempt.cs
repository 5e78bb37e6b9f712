using Durable.Steps;

namespace Durable;

// What the attempt has to itself.
public readonly partial struct StepContext
{
    /// <summary>
    /// Services of this attempt alone: a scope that is made when it is first asked for and disposed when the attempt is over; failing at that fails the
    /// attempt. Empty when the step was called directly, outside a run.
    /// </summary>
    /// <exception cref="ContextMisuseException">The attempt is over.</exception>
    public IServiceProvider Services => _own?.Services ?? NoServices.Instance;
}
