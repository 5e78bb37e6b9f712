using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Durable.Serialization;

namespace Durable.Generated;

/// <summary>Short forms of <see cref="JsonMetadataServices"/> for generated serializers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PayloadMetadata
{
    /// <summary>The metadata of one type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="options">Those of the serializers class.</param>
    public static JsonTypeInfo<T> TypeInfo<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    /// <summary>One property or field of an object.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="options">Those of the serializers class.</param>
    /// <param name="declaringType">Where it is declared.</param>
    /// <param name="name">The name in C#; a constructor parameter finds it by this.</param>
    /// <param name="jsonName">The name in JSON.</param>
    /// <param name="get">Null when it is not written.</param>
    /// <param name="set">Null when it is not read, or a constructor parameter takes it.</param>
    /// <param name="isField">It is a field.</param>
    /// <param name="isRequired">Reading fails when it is missing.</param>
    /// <param name="isExtensionData">It takes the JSON that no other member does.</param>
    /// <param name="ignore">When it is left out.</param>
    /// <param name="numbers">How its numbers are written.</param>
    /// <param name="creation">Whether reading replaces or fills it.</param>
    /// <param name="converter">Its own converter.</param>
    public static JsonPropertyInfo Member<T>(
        JsonSerializerOptions options,
        Type declaringType,
        string name,
        string jsonName,
        Func<object, T?>? get,
        Action<object, T?>? set = null,
        bool isField = false,
        bool isRequired = false,
        bool isExtensionData = false,
        JsonIgnoreCondition? ignore = null,
        JsonNumberHandling? numbers = null,
        JsonObjectCreationHandling? creation = null,
        JsonConverter<T>? converter = null)
    {
        var member = JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T>
        {
            IsProperty = !isField,
            IsPublic = true,
            HasJsonInclude = isField,
            DeclaringType = declaringType,
            PropertyName = name,
            JsonPropertyName = jsonName,
            Getter = get,
            Setter = set,
            IgnoreCondition = ignore,
            IsExtensionData = isExtensionData,
            NumberHandling = numbers,
            Converter = converter,
        });
        member.IsRequired = isRequired;
        member.ObjectCreationHandling = creation;
        return member;
    }

    /// <summary>One constructor parameter; without a value in JSON it gets its type's default.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="position">From 0.</param>
    /// <param name="name">As declared.</param>
    public static JsonParameterInfoValues Parameter<T>(int position, string name) =>
        new() { Position = position, Name = name, ParameterType = typeof(T), IsNullable = true };

    /// <summary>One optional constructor parameter.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="position">From 0.</param>
    /// <param name="name">As declared.</param>
    /// <param name="defaultValue">What it gets without a value in JSON.</param>
    public static JsonParameterInfoValues Parameter<T>(int position, string name, T defaultValue) => new()
    {
        Position = position,
        Name = name,
        ParameterType = typeof(T),
        IsNullable = true,
        HasDefaultValue = true,
        DefaultValue = defaultValue,
    };

    /// <summary>The converter for <typeparamref name="T"/> that the author named: itself, or what the factory makes.</summary>
    /// <typeparam name="T">The payload type.</typeparam>
    /// <param name="converter">An instance of the named type.</param>
    /// <param name="options">Those of the serializers class.</param>
    /// <exception cref="InvalidOperationException">It does not convert <typeparamref name="T"/>.</exception>
    public static JsonConverter<T> Converter<T>(JsonConverter converter, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(converter);
        var made = converter is JsonConverterFactory factory && factory.CanConvert(typeof(T)) ? factory.CreateConverter(typeof(T), options) : converter;
        return made as JsonConverter<T> ?? throw new InvalidOperationException(
            $"The converter '{converter.GetType().Name}' does not convert '{typeof(T).Name}'; name another one in [JsonConverter].");
    }

    /// <summary>The converter that leaves <typeparamref name="T"/> to a context of the author's.</summary>
    /// <typeparam name="T">The payload type, which the context lists.</typeparam>
    /// <param name="context">Its metadata and its own options apply.</param>
    public static JsonConverter<T> ContextConverter<T>(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ContextConverter<T>(context);
    }

    /// <summary>The converter for a nullable <typeparamref name="T"/> that the author named, be it for the nullable type or for what it holds.</summary>
    /// <typeparam name="T">What the payload type holds.</typeparam>
    /// <param name="converter">An instance of the named type.</param>
    /// <param name="options">Those of the serializers class.</param>
    /// <exception cref="InvalidOperationException">It converts neither.</exception>
    public static JsonConverter<T?> NullableConverter<T>(JsonConverter converter, JsonSerializerOptions options)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(converter);
        return converter is JsonConverter<T?> || (converter is JsonConverterFactory factory && factory.CanConvert(typeof(T?)))
            ? Converter<T?>(converter, options)
            : JsonMetadataServices.GetNullableConverter(JsonMetadataServices.CreateValueInfo<T>(options, Converter<T>(converter, options)));
    }
}
