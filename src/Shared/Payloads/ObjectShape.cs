using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Classifies a class, struct, record or interface that is written as an object: its derived types, members and constructor.</summary>
internal sealed class ObjectShape(
    PayloadTypes types, Compilation compilation, INamedTypeSymbol workflow, ConverterChoice converters, PayloadType type, INamedTypeSymbol named)
{
    public void Classify()
    {
        type.Settings = JsonAttributes.TypeSettings(named);
        type.IsPolymorphic = JsonAttributes.Has(named, JsonAttributes.DerivedType) || JsonAttributes.Has(named, JsonAttributes.Polymorphic);
        var isConcrete = named is { IsAbstract: false, TypeKind: TypeKind.Class or TypeKind.Struct };
        if (!isConcrete && !JsonAttributes.Has(named, JsonAttributes.DerivedType))
        {
            type.Report(
                PayloadProblemKind.OpenPolymorphism,
                "nothing says which types may stand for it; declare them with [JsonDerivedType(typeof(...), \"...\")], or use a concrete type");
            return;
        }

        type.Shape = PayloadShape.Object;
        type.Members = new ObjectMembers(types, compilation, workflow, converters, type, named).Collect();
        if (isConcrete)
        {
            type.Constructor = new ConstructorChoice(compilation, workflow, type, named).Choose();
            new LostMembers(compilation, type, named).Report();
        }

        CollectDerivedTypes();
    }

    private void CollectDerivedTypes()
    {
        var derived = ImmutableArray.CreateBuilder<PayloadType>();
        foreach (var attribute in JsonAttributes.All(named, JsonAttributes.DerivedType))
        {
            if (attribute.ConstructorArguments.FirstOrDefault().Value is not INamedTypeSymbol target)
            {
                continue;
            }

            if (attribute.ConstructorArguments.Length == 1)
            {
                type.Report(
                    PayloadProblemKind.OpenPolymorphism,
                    $"its derived type '{PayloadTypeName.ForPeople(target)}' has no discriminator, so it reads back as its base; name one in [JsonDerivedType(typeof(...), \"...\")]");
            }

            derived.Add(types.Get(target));
        }

        type.DerivedTypes = derived.ToImmutable();
    }
}
