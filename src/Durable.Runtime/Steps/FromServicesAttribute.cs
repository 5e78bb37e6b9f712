namespace Durable;

/// <summary>
/// Marks a parameter of a step or compensator that is resolved from a scope of services made for each attempt and disposed after it:
/// the place for a database context and its like, which attempts running in parallel must not share.
/// </summary>
/// <remarks>
/// Written <c>[FromServices] OrdersContext db = null!</c>; the body leaves it out, and what it passes all the same is used only where the step is called
/// directly, as in a unit test. It is not recorded. A missing service fails the attempt with <see cref="DurableErrorCodes.ServiceMissing"/>, unless the
/// parameter is declared as nullable: it is null then. <c>[FromKeyedServices]</c> beside it chooses a keyed service.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromServicesAttribute : Attribute;
