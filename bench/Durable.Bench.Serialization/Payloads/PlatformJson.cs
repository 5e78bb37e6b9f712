using System.Text.Json.Serialization;
using OrderSaga.Orders;

namespace Durable.Bench.Serialization.Payloads;

/// <summary>The same payloads by System.Text.Json's own source generator, with metadata and fast path as it chooses itself.</summary>
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Flat))]
[JsonSerializable(typeof(List<Flat>))]
[JsonSerializable(typeof(Dictionary<string, Flat>))]
internal sealed partial class PlatformJson : JsonSerializerContext;
