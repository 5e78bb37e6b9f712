using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Classifies a class, struct, record or interface that is written as an object: its derived types, members and constructor.</summary>
internal sealed class ObjectShape(
    PayloadTypes types, Compilation compilation, INamedTypeSymbol workflow, ConverterChoice converters, PayloadType type, INamedTypeSymbol named)
{
    public void Classify()
    {
        type.Settings = JsonAttributes.TypeSettings(named);
        var hasDerived = JsonAttributes.Has(named, JsonAttributes.DerivedType);
        type.IsPolymorphic = hasDerived || JsonAttributes.Has(named, JsonAttributes.Polymorphic);
        var isConcrete = named is { IsAbstract: false, TypeKind: TypeKind.Class or TypeKind.Struct };
        if (!hasDerived && (!isConcrete || type.IsPolymorphic))
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

        type.DerivedTypes = new DerivedTypes(types, compilation, type, named).Collect();
    }
}
