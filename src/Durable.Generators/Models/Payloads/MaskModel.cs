namespace Durable.Generators.Models.Payloads;

/// <summary>Which parts of one type's JSON are not to be shown.</summary>
/// <param name="Name">Its field on the serializers class.</param>
/// <param name="Payload">Name of the model of the type.</param>
/// <param name="Items">Of a collection: the mask of each item; null for an object.</param>
/// <param name="Members">Of an object.</param>
/// <param name="Others">Of an object: the mask of members that are not listed, or null.</param>
internal sealed record MaskModel(string Name, string Payload, string? Items, EquatableArray<MaskMemberModel> Members, string? Others);

/// <summary>A member that is masked.</summary>
/// <param name="JsonName">Its name in JSON.</param>
/// <param name="Mask">The expression that names its mask, within the serializers class.</param>
internal sealed record MaskMemberModel(string JsonName, string Mask);
