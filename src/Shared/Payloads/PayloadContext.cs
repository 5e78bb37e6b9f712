using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>The author's <c>JsonSerializerContext</c>, and the types it lists.</summary>
internal sealed class PayloadContext
{
    private const string ContextBase = "JsonSerializerContext";
    private const string Serializable = "JsonSerializableAttribute";
    private const string SourceGenerationOptions = "JsonSourceGenerationOptionsAttribute";
    private const string GenerationMode = "GenerationMode";

    // JsonSourceGenerationMode
    private const int ByDefault = 0;
    private const int SerializationOnly = 2;

    private readonly HashSet<string> _types;

    private PayloadContext(INamedTypeSymbol context)
    {
        CSharpName = PayloadTypeName.Of(context);
        var standard = JsonAttributes.Find(context, SourceGenerationOptions) is { } options ? ModeOf(options) : ByDefault;
        _types = new HashSet<string>(
            JsonAttributes.All(context, Serializable)
                .Where(attribute => (ModeOf(attribute) is var mode and not ByDefault ? mode : standard) != SerializationOnly)
                .Select(static attribute => attribute.ConstructorArguments.FirstOrDefault().Value)
                .OfType<ITypeSymbol>()
                .Select(PayloadTypeName.Of),
            StringComparer.Ordinal);
    }

    public string CSharpName { get; }

    public static PayloadContext? Of(INamedTypeSymbol? context) => context is null ? null : new PayloadContext(context);

    /// <summary>Whether the type, by its <see cref="PayloadTypeName"/>, is left to the context.</summary>
    public bool Lists(string typeName) => _types.Contains(typeName);

    /// <summary>Why generated code cannot use the type as a context, and what to do instead; null when it can.</summary>
    public static (string Reason, string Remedy)? WhyNot(ITypeSymbol type, INamedTypeSymbol workflow, Compilation compilation)
    {
        if (type is not INamedTypeSymbol context || !DerivesFromBase(context))
        {
            return ("it does not derive from JsonSerializerContext", "name a partial class that does, with [JsonSerializable(typeof(...))] for each type it takes over");
        }

        if (context.IsUnboundGenericType || context.IsAbstract)
        {
            return ("no instance of it can be made", "name a class that is neither abstract nor an open generic");
        }

        if (context.IsFileLocal || !compilation.IsSymbolAccessibleWithin(context, workflow))
        {
            return ("generated code cannot name it", "make it internal, or nest it in the workflow");
        }

        return HasDefault(context, workflow, compilation)
            ? null
            : ("it has no static property 'Default'", "list the types it takes over with [JsonSerializable(typeof(...))], for which the compiler generates it");
    }

    // What System.Text.Json generates in this very compilation is not visible to another generator.
    private static bool HasDefault(INamedTypeSymbol context, INamedTypeSymbol workflow, Compilation compilation) =>
        (SymbolEqualityComparer.Default.Equals(context.ContainingAssembly, compilation.Assembly) && JsonAttributes.Has(context, Serializable))
        || context.GetMembers("Default").OfType<IPropertySymbol>().Any(property =>
            property is { IsStatic: true, Type: INamedTypeSymbol type } && DerivesFromBase(type) && compilation.IsSymbolAccessibleWithin(property, workflow));

    private static bool DerivesFromBase(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (JsonAttributes.Is(current, ContextBase))
            {
                return true;
            }
        }

        return false;
    }

    private static int ModeOf(AttributeData attribute) =>
        attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == GenerationMode).Value.Value as int? ?? ByDefault;
}
