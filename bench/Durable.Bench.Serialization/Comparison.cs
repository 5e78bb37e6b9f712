using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Durable.Bench.Serialization.Payloads;
using Durable.Generated;

namespace Durable.Bench.Serialization;

/// <summary>One payload with both serializers.</summary>
internal abstract class Comparison
{
    public abstract byte[] WriteOurs();

    public abstract byte[] WritePlatforms();

    public abstract object? ReadOurs();

    public abstract object? ReadPlatforms();

    public static Comparison Of(PayloadKind kind) => kind switch
    {
        PayloadKind.Order => new Comparison<OrderSaga.Orders.Order>("Order", PlatformJson.Default.Order, SampleOrder()),
        PayloadKind.Flat => new Comparison<Flat>("Flat", PlatformJson.Default.Flat, Flat.Sample(7)),
        PayloadKind.List => new Comparison<List<Flat>>("List", PlatformJson.Default.ListFlat, [.. Enumerable.Range(1, 100).Select(Flat.Sample)]),
        _ => new Comparison<Dictionary<string, Flat>>(
            "Dictionary", PlatformJson.Default.DictionaryStringFlat, Enumerable.Range(1, 20).ToDictionary(index => "key-" + index, Flat.Sample)),
    };

    private static OrderSaga.Orders.Order SampleOrder() => new(
        "order-0001",
        new("Ada Lovelace", "12 St James's Square", "SW1Y 4JH", "London", "United Kingdom"),
        "tok-0001",
        [new("tea-001", "Assam, loose", 2, 7.90m), new("cup-004", "Cup, blue", 1, 12.50m), new("pot-002", "Tea pot, 1 l", 1, 39.00m)]);
}

internal sealed class Comparison<T> : Comparison
    where T : class
{
    private readonly JsonTypeInfo<T> _ours;
    private readonly JsonTypeInfo<T> _platforms;
    private readonly T _value;
    private readonly byte[] _json;

    public Comparison(string step, JsonTypeInfo<T> platforms, T value)
    {
        _ours = ((StepDefinition<Nothing, T?>)PayloadsWorkflow.Definition.Steps.Single(definition => definition.Id == step)).Result!;
        _platforms = platforms;
        _value = value;
        _json = WriteOurs();
        if (!_json.AsSpan().SequenceEqual(WritePlatforms()))
        {
            throw new InvalidOperationException($"The serializers write different JSON for {typeof(T)}.");
        }
    }

    public override byte[] WriteOurs() => JsonSerializer.SerializeToUtf8Bytes(_value, _ours);

    public override byte[] WritePlatforms() => JsonSerializer.SerializeToUtf8Bytes(_value, _platforms);

    public override object? ReadOurs() => JsonSerializer.Deserialize(_json, _ours);

    public override object? ReadPlatforms() => JsonSerializer.Deserialize(_json, _platforms);
}
