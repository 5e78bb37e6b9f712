using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Durable.Bench.Serialization.Payloads;

namespace Durable.Bench.Serialization;

/// <summary>Writing and reading payloads: the generated journal serializers against System.Text.Json's own source generator.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory, BenchmarkLogicalGroupRule.ByParams)]
[CategoriesColumn]
public class SerializerBenchmarks
{
    private Comparison _comparison = null!;

    [ParamsAllValues]
    public PayloadKind Payload { get; set; }

    [GlobalSetup]
    public void Prepare() => _comparison = Comparison.Of(Payload);

    [Benchmark(Baseline = true, Description = "System.Text.Json")]
    [BenchmarkCategory("Write")]
    public byte[] WritePlatforms() => _comparison.WritePlatforms();

    [Benchmark(Description = "Durable")]
    [BenchmarkCategory("Write")]
    public byte[] WriteOurs() => _comparison.WriteOurs();

    [Benchmark(Baseline = true, Description = "System.Text.Json")]
    [BenchmarkCategory("Read")]
    public object? ReadPlatforms() => _comparison.ReadPlatforms();

    [Benchmark(Description = "Durable")]
    [BenchmarkCategory("Read")]
    public object? ReadOurs() => _comparison.ReadOurs();
}
