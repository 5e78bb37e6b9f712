using System.Collections.Immutable;

namespace Durable.Shared.Shape;

/// <summary>What a problem tells the fixers beside its place.</summary>
internal static class ProblemProperties
{
    /// <summary>Present where a fix can help; its value names which.</summary>
    public const string Fix = "fix";

    /// <summary>The name of what the fix writes.</summary>
    public const string Name = "name";

    /// <summary>Present where a report stands at a call and what must change stands elsewhere.</summary>
    public const string Indirect = "Indirect";

    /// <summary>The documentation id of the member that a determinism rule is about.</summary>
    public const string Member = "Member";

    public const string AddPartial = "partial";
    public const string RemoveModifier = "modifier";
    public const string AddRun = "run";
    public const string MakeVirtual = "virtual";
    public const string MakeStaticReadonly = "staticReadonly";
    public const string AddCompensator = "compensator";

    public static ImmutableDictionary<string, string?> For(string fix) =>
        ImmutableDictionary<string, string?>.Empty.Add(Fix, fix);
}
