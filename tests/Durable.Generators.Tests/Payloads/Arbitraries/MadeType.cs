using System.Collections.Immutable;

namespace Durable.Generators.Tests.Payloads.Arbitraries;

/// <summary>A type declaration that was made up.</summary>
/// <param name="Name">Contains a number, so that a use of it can be told from any other text.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Underlying">Of an enum: the type of its numbers.</param>
/// <param name="Members">Of any other.</param>
internal sealed record MadeType(string Name, TypeKind Kind, string Underlying, ImmutableArray<MadeMember> Members)
{
    public bool IsStruct => Kind is TypeKind.Struct or TypeKind.RecordStruct or TypeKind.ReadonlyRecordStruct;

    /// <summary>The declaration.</summary>
    public string Source => Kind switch
    {
        TypeKind.Enum => $"public enum {Name} : {Underlying} {{ A, B = 3, C = 100 }}",
        TypeKind.TextEnum => $"[JsonConverter(typeof(JsonStringEnumConverter<{Name}>))] public enum {Name} : {Underlying} {{ A, B = 3, C = 100 }}",
        TypeKind.Positional => $"public record {Name}({Parameters}) {{ public int Computed => {Members.Length}; }}",
        TypeKind.RecordStruct => $"public record struct {Name}({Parameters}) {{ public int Computed => {Members.Length}; }}",
        TypeKind.ReadonlyRecordStruct => $"public readonly record struct {Name}({Parameters}) {{ public int Computed => {Members.Length}; }}",
        TypeKind.Constructor =>
            $$"""
            public class {{Name}}({{string.Join(", ", Members.Select(static member => $"{member.Type} {member.Name.ToUpperInvariant()}"))}})
            {
            {{Lines(Members.Select(static member => $"{member.Renamed()}public {member.Type} {member.Name} {{ get; }} = {member.Name.ToUpperInvariant()};"))}}
            }
            """,
        TypeKind.Polymorphic =>
            $$"""
            [JsonDerivedType(typeof({{Name}}A), "a")] [JsonDerivedType(typeof({{Name}}B), "b")] public abstract record {{Name}};
            public record {{Name}}A : {{Name}}
            {
            {{Lines(DerivedMembers('a').Select(static member => member.Declare(isStruct: false)))}}
            }
            public record {{Name}}B : {{Name}}
            {
            {{Lines(DerivedMembers('b').Select(static member => member.Declare(isStruct: false)))}}
            }
            """,
        _ =>
            $$"""
            public {{(Kind == TypeKind.Struct ? "struct" : Kind == TypeKind.Record ? "record" : "class")}} {{Name}}
            {
            {{Lines(Members.Select(member => member.Declare(IsStruct)))}}
            }
            """,
    };

    private string Parameters => string.Join(", ", Members.Select(static member => $"{member.Renamed("property: ")}{member.Type} {member.Name}"));

    /// <summary>The members of one of the two types derived from a polymorphic one.</summary>
    public IEnumerable<MadeMember> DerivedMembers(char discriminator) => Members.Where((_, index) => index % 2 == (discriminator == 'a' ? 0 : 1));

    private static string Lines(IEnumerable<string> lines) => string.Join("\n", lines.Select(static line => "    " + line));
}
