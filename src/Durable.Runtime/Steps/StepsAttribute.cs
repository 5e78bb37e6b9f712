namespace Durable;

/// <summary>
/// Marks a class whose <c>[Step]</c> methods several workflows share: a workflow takes it as a constructor parameter and calls its steps like its own.
/// </summary>
/// <remarks>
/// A non-sealed partial class; its own constructor parameters are filled from the services of the activation. The worker makes its recorded version for each
/// run; a plain instance, as a unit test makes it, runs the steps directly. Steps are recorded under their ids as declared, so these must differ from those of the
/// workflow and of the other classes it takes. Compensators stand in the same class.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StepsAttribute : Attribute;
