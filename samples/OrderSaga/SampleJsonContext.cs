using System.Text.Json;
using System.Text.Json.Serialization;
using OrderSaga.Orders;
using OrderSaga.Reporting;
using OrderSaga.Services;

namespace OrderSaga;

/// <summary>The sample's own files; what runs store is none of its business.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OrderBook))]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(ProcessStart))]
internal sealed partial class SampleJsonContext : JsonSerializerContext;
