using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>A property or field that is part of an object's JSON.</summary>
internal sealed class PayloadMember(ISymbol symbol, PayloadType type, string jsonName, JsonMemberSettings settings)
{
    public ISymbol Symbol { get; } = symbol;

    public string Name { get; } = symbol.Name;

    public PayloadType Type { get; } = type;

    public string JsonName { get; } = jsonName;

    public JsonMemberSettings Settings { get; } = settings;

    public PayloadConverter? Converter { get; set; }

    public MemberAccess Getter { get; set; }

    /// <summary>None also for a member that a constructor parameter fills.</summary>
    public MemberAccess Setter { get; set; }

    /// <summary>Reading fails when the JSON lacks it.</summary>
    public bool IsRequired { get; set; }

    /// <summary>It is not to be shown, or holds something that is not in a form that nobody knows.</summary>
    public bool IsSensitive { get; set; }

    /// <summary>It is reported itself, so what its type contains is not.</summary>
    public bool IsReported { get; set; }

    /// <summary>Reading fills what the constructor made.</summary>
    public bool IsPopulated { get; set; }
}
