using Durable.Shared.Payloads;

namespace Durable.Generators.Models.Payloads;

/// <summary>One JSON value, written by a converter of System.Text.Json.</summary>
internal sealed record BuiltinModel(string Name, string Type, bool IsValueType, BuiltinPayload Builtin) : PayloadModel(Name, Type, IsValueType);
