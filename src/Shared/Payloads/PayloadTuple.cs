using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Tuples: objects with the fields <c>Item1</c> to <c>Item7</c> and <c>Rest</c>, which the default options of the serializer would drop.</summary>
internal static class PayloadTuple
{
    private const int FieldsBeforeRest = 7;

    public static void Classify(PayloadTypes types, PayloadType type, INamedTypeSymbol tuple)
    {
        type.Shape = PayloadShape.Object;
        type.Constructor = new PayloadConstructor(null, MemberAccess.Direct, ImmutableArray<PayloadConstructorParameter>.Empty);
        var members = new List<PayloadMember>();
        for (var index = 0; index < tuple.TypeArguments.Length; index++)
        {
            var name = index == FieldsBeforeRest ? "Rest" : $"Item{index + 1}";
            if (tuple.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault() is not { } field)
            {
                type.Report(PayloadProblemKind.Unsupported, "its fields are not known to the compiler; use a record");
                return;
            }

            members.Add(new PayloadMember(field, types.Get(tuple.TypeArguments[index]), name, JsonMemberSettings.None)
            {
                Getter = MemberAccess.Direct,
                Setter = MemberAccess.Direct,
            });
        }

        type.Members = members.ToImmutableArray();
    }
}
