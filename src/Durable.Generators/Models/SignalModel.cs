namespace Durable.Generators.Models;

/// <summary>One signal that a workflow declares.</summary>
/// <param name="Field">The author's field, as other code names it.</param>
/// <param name="Payload">What it carries.</param>
internal sealed record SignalModel(string Field, PayloadReference Payload);
