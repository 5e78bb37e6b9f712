using Durable.Shared.Payloads;

namespace Durable.Generators.Models.Payloads;

/// <summary>One member of an object's JSON.</summary>
/// <param name="Name">The member's name, unescaped.</param>
/// <param name="JsonName">Its name in JSON.</param>
/// <param name="Type">Its C# type.</param>
/// <param name="Payload">Name of the model of its type.</param>
/// <param name="DeclaringType">Where it is declared.</param>
/// <param name="NeedsCast">A member of a derived type hides it.</param>
/// <param name="IsField">It is a field.</param>
/// <param name="Getter">None for one that is only read.</param>
/// <param name="GetAccessor">With <see cref="MemberAccess.Unsafe"/>.</param>
/// <param name="Setter">None for one that a constructor parameter fills, or that is computed.</param>
/// <param name="SetAccessor">With <see cref="MemberAccess.Unsafe"/>.</param>
/// <param name="IsRequired">Reading fails when the JSON lacks it.</param>
/// <param name="Converter">The member's own.</param>
/// <param name="Settings">Attributes that pass into the metadata.</param>
internal sealed record MemberModel(
    string Name,
    string JsonName,
    string Type,
    string Payload,
    string DeclaringType,
    bool NeedsCast,
    bool IsField,
    MemberAccess Getter,
    AccessorModel? GetAccessor,
    MemberAccess Setter,
    AccessorModel? SetAccessor,
    bool IsRequired,
    ConverterModel? Converter,
    JsonMemberSettings Settings);
