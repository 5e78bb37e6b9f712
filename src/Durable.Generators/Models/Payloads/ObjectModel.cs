using Durable.Shared.Payloads;

namespace Durable.Generators.Models.Payloads;

/// <summary>A type that is written as an object.</summary>
/// <param name="Name">See <see cref="PayloadModel"/>.</param>
/// <param name="Type">See <see cref="PayloadModel"/>.</param>
/// <param name="IsValueType">See <see cref="PayloadModel"/>.</param>
/// <param name="Constructor">Null when only its derived types are ever made.</param>
/// <param name="Members">In the order they are written.</param>
/// <param name="HasHandler">Every member can be written by straight-line code.</param>
/// <param name="Settings">Attributes that pass into the metadata.</param>
internal sealed record ObjectModel(
    string Name,
    string Type,
    bool IsValueType,
    ConstructorModel? Constructor,
    EquatableArray<MemberModel> Members,
    bool HasHandler,
    JsonTypeSettings Settings) : PayloadModel(Name, Type, IsValueType);
