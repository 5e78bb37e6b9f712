using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>The types that <c>[JsonDerivedType]</c> declares, and what the serializer would refuse about them when the first value comes.</summary>
internal sealed class DerivedTypes(PayloadTypes types, Compilation compilation, PayloadType type, INamedTypeSymbol named)
{
    private const string DefaultDiscriminator = "$type";

    public ImmutableArray<PayloadType> Collect()
    {
        var derived = ImmutableArray.CreateBuilder<PayloadType>();
        var discriminators = new HashSet<object>();
        foreach (var attribute in JsonAttributes.All(named, JsonAttributes.DerivedType))
        {
            if (attribute.ConstructorArguments.FirstOrDefault().Value is not INamedTypeSymbol target)
            {
                continue;
            }

            var discriminator = attribute.ConstructorArguments.Length > 1 ? attribute.ConstructorArguments[1].Value : null;
            var member = types.Get(target);
            if (WhyNot(member, target, discriminator, isNew: discriminator is null || discriminators.Add(discriminator), derived) is { } reason)
            {
                type.Report(PayloadProblemKind.OpenPolymorphism, $"its derived type '{PayloadTypeName.ForPeople(target)}' {reason}");
            }

            derived.Add(member);
        }

        return derived.ToImmutable();
    }

    private string? WhyNot(PayloadType member, INamedTypeSymbol target, object? discriminator, bool isNew, ImmutableArray<PayloadType>.Builder others)
    {
        if (discriminator is null)
        {
            return "has no discriminator, so it reads back as its base; name one in [JsonDerivedType(typeof(...), \"...\")]";
        }

        if (!isNew)
        {
            return $"has the discriminator '{discriminator}' of another one; give each its own";
        }

        if (others.Contains(member))
        {
            return "is declared twice; remove one declaration";
        }

        if (!compilation.HasImplicitConversion(target, named))
        {
            return "does not derive from it; remove the declaration";
        }

        if (member.Shape == PayloadShape.FromContext)
        {
            return "is written by the JsonContext, which has no place for the discriminator; list the base there too";
        }

        if (member.Shape is not (PayloadShape.Object or PayloadShape.None))
        {
            return "is not written as an object, so it has no place for the discriminator; remove its [JsonConverter], or wrap it in a record";
        }

        return member.Members.Any(candidate => candidate.JsonName == DiscriminatorName())
            ? $"has a member with the JSON name '{DiscriminatorName()}' of the discriminator; rename the member, or set TypeDiscriminatorPropertyName"
            : null;
    }

    private string DiscriminatorName()
    {
        var arguments = JsonAttributes.Find(named, JsonAttributes.Polymorphic)?.NamedArguments ?? ImmutableArray<KeyValuePair<string, TypedConstant>>.Empty;
        return arguments.FirstOrDefault(static argument => argument.Key == "TypeDiscriminatorPropertyName").Value.Value as string ?? DefaultDiscriminator;
    }
}
