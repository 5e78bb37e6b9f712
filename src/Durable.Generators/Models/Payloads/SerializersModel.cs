namespace Durable.Generators.Models.Payloads;

/// <summary>Every payload type of one workflow.</summary>
/// <param name="Types">Each before those it contains, as far as they are not cyclic.</param>
/// <param name="Roots">Names of those that other generated code asks for.</param>
/// <param name="Masks">What of them is not to be shown.</param>
internal sealed record SerializersModel(EquatableArray<PayloadModel> Types, EquatableArray<string> Roots, EquatableArray<MaskModel> Masks)
{
    public static SerializersModel Empty { get; } =
        new(EquatableArray<PayloadModel>.Empty, EquatableArray<string>.Empty, EquatableArray<MaskModel>.Empty);
}
