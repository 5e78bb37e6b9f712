using Durable.Shared.Payloads;

namespace Durable.Generators.Models.Payloads;

/// <summary>A sequence, or a map when it has a key.</summary>
/// <param name="Name">See <see cref="PayloadModel"/>.</param>
/// <param name="Type">See <see cref="PayloadModel"/>.</param>
/// <param name="IsValueType">See <see cref="PayloadModel"/>.</param>
/// <param name="Form">How its metadata is made.</param>
/// <param name="Key">C# type of the keys.</param>
/// <param name="IsPlainKey">The keys are of a built-in type, and nobody else writes them.</param>
/// <param name="Element">Name of the model of the items or values.</param>
/// <param name="ElementType">Their C# type.</param>
/// <param name="NumberHandling">Value of <c>[JsonNumberHandling]</c> on the type.</param>
internal sealed record CollectionModel(
    string Name, string Type, bool IsValueType, CollectionForm Form, string? Key, bool IsPlainKey, string Element, string ElementType, int? NumberHandling)
    : PayloadModel(Name, Type, IsValueType);
