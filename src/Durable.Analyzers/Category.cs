namespace Durable.Analyzers;

/// <summary>One category for each block of rule ids.</summary>
internal static class Category
{
    /// <summary>DUR0xxx: what a replay would do differently.</summary>
    public const string Determinism = "Durable.Determinism";

    /// <summary>DUR1xxx: how a workflow is declared, compensation included.</summary>
    public const string Shape = "Durable.Shape";

    /// <summary>DUR2xxx: what is stored.</summary>
    public const string Payloads = "Durable.Payloads";
}
