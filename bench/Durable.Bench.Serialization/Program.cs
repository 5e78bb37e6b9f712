using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Durable.Bench.Serialization;

if (args is ["paired"])
{
    PairedRounds.Run();
    return;
}

// In this process: another one would be built first, which takes longer than the measuring. Medians: the machine may have other work.
var job = Job.ShortRun
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(5)
    .WithIterationCount(25)
    .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(100));
var config = DefaultConfig.Instance.AddJob(job).AddColumn(StatisticColumn.Median, StatisticColumn.Min);
BenchmarkSwitcher.FromTypes([typeof(SerializerBenchmarks)]).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
