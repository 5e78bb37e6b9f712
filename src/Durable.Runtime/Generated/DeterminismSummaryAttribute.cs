using System.ComponentModel;

namespace Durable.Generated;

/// <summary>Tells, for a library that was built with the rules, which of its members workflow code must not reach. Written by the generator, read by the rules in projects that reference the library.</summary>
/// <param name="members">One line for each member and rule: documentation id, rule id and the way from the one to the other, separated by tabs. Empty: all members may be used.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class DeterminismSummaryAttribute(string members) : Attribute
{
    /// <summary>The lines.</summary>
    public string Members { get; } = members;
}
