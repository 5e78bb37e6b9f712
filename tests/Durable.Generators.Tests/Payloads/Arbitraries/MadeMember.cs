namespace Durable.Generators.Tests.Payloads.Arbitraries;

/// <summary>A member of a type that was made up.</summary>
/// <param name="Name">In C#.</param>
/// <param name="JsonName">In JSON.</param>
/// <param name="Type">Its type as source.</param>
/// <param name="Style">How it is declared, where its type leaves a choice.</param>
internal sealed record MadeMember(string Name, string JsonName, string Type, MemberStyle Style)
{
    /// <summary><c>[JsonPropertyName]</c> where the names differ.</summary>
    public string Renamed(string target = "") => JsonName == Name ? "" : $"[{target}JsonPropertyName({MadeJson.Quote(JsonName)})] ";

    /// <summary>The member outside a primary constructor.</summary>
    /// <param name="isStruct">A member of a struct has no initial value.</param>
    public string Declare(bool isStruct)
    {
        var value = isStruct ? "" : " = default!;";
        return Renamed() + Style switch
        {
            MemberStyle.Init => $"public {Type} {Name} {{ get; init; }}{value}",
            MemberStyle.Required => $"public required {Type} {Name} {{ get; set; }}",
            MemberStyle.PrivateSetter => $"[JsonInclude] public {Type} {Name} {{ get; private set; }}{value}",
            MemberStyle.Field => $"[JsonInclude] internal {Type} {Name}{(isStruct ? ";" : value)}",
            MemberStyle.First => $"[JsonPropertyOrder(-1)] public {Type} {Name} {{ get; set; }}{value}",
            MemberStyle.Last => $"[JsonPropertyOrder(2)] public {Type} {Name} {{ get; set; }}{value}",
            MemberStyle.NotDefault => $"[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public {Type} {Name} {{ get; set; }}{value}",
            _ => $"public {Type} {Name} {{ get; set; }}{value}",
        };
    }
}
