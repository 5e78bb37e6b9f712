namespace Durable.Shared.Payloads;

/// <summary>How the metadata of a collection type is made.</summary>
/// <param name="Factory">The <c>Create…Info</c> method of <c>JsonMetadataServices</c>.</param>
/// <param name="Construction">What reading starts from.</param>
/// <param name="Converter">For <see cref="CollectionConstruction.FromItems"/>: the method group or lambda body that makes it, <c>{0}</c> and <c>{1}</c> standing for the type arguments.</param>
/// <param name="IsInterfaceWalk">Writing goes through the interface, because the type is the author's and may enumerate differently by pattern.</param>
internal sealed record CollectionForm(string Factory, CollectionConstruction Construction, string? Converter = null, bool IsInterfaceWalk = false);
