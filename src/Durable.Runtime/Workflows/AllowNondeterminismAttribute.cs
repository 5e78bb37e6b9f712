namespace Durable;

/// <summary>Vouches for code that workflow code may reach although a rule objects to it: neither it nor its callers are reported (DUR0001 to DUR0023).</summary>
/// <remarks>
/// For a helper whose outcome cannot matter to a replay, such as a cache of values that are always the same. The compiler takes the author's word: what the marked
/// member does is not looked at any more, and neither is what it calls. On a type it stands for all of its members. It changes nothing at run time.
/// </remarks>
/// <param name="reason">Why it cannot matter, for those who read the code later. Empty is reported (DUR1009), and then the attribute has no effect.</param>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Event
        | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface,
    Inherited = false)]
public sealed class AllowNondeterminismAttribute(string reason) : Attribute
{
    /// <summary>Why it cannot matter.</summary>
    public string Reason { get; } = reason;
}
