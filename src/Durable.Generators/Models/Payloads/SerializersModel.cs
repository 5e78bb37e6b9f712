namespace Durable.Generators.Models.Payloads;

/// <summary>Every payload type of one workflow, each before those it contains.</summary>
internal sealed record SerializersModel(EquatableArray<PayloadModel> Types)
{
    public static SerializersModel Empty { get; } = new(EquatableArray<PayloadModel>.Empty);
}
