using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Durable.Serialization;
using Durable.Tests.Harness;

namespace Durable.Tests.Payloads;

/// <summary>How deep payloads may be, whatever an author's own context allows.</summary>
[Proves("B-POL-4")]
public sealed class DepthTests
{
    private static readonly JsonSerializerOptions s_options = new() { MaxDepth = 1000, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(130, false)]
    [InlineData(900, false)]
    public void Write_NestedPayload_IsStoredUpToTheLimit(int depth, bool isStored)
    {
        var type = (JsonTypeInfo<JsonNode>)s_options.GetTypeInfo(typeof(JsonNode));
        JsonNode node = new JsonArray("[{not counted");
        for (var i = 1; i < depth; i++)
        {
            node = i % 2 == 0 ? new JsonArray(node) : new JsonObject { ["x"] = node };
        }

        var payloads = new PayloadSerializer(1024 * 1024);
        if (isStored)
        {
            Assert.False(payloads.Write(type, node, "result").IsEmpty);
        }
        else
        {
            Assert.Equal(DurableErrorCodes.PayloadInvalid, Assert.Throws<DurableException>(() => payloads.Write(type, node, "result")).Code);
        }
    }

    [Fact]
    public void Write_WideAndFlat_IsNoMatter()
    {
        var type = (JsonTypeInfo<JsonNode>)s_options.GetTypeInfo(typeof(JsonNode));
        var wide = new JsonArray([.. Enumerable.Range(0, 500).Select(i => (JsonNode)new JsonObject { ["i"] = i })]);

        Assert.False(new PayloadSerializer(1024 * 1024).Write(type, wide, "result").IsEmpty);
    }
}
