using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Durable.Bench.Rules;

// In this process: another one would be built first, which takes longer than the measuring. Medians: the machine may have other work.
var once = Job.ShortRun
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithInvocationCount(1)
    .WithUnrollFactor(1);
var all = args.Length == 0 ? ["--filter", "*"] : args;
Run<BuildBenchmarks>(once.WithWarmupCount(1).WithIterationCount(5));
Run<KeyPressBenchmarks>(once.WithWarmupCount(20).WithIterationCount(15));

void Run<T>(Job job) => BenchmarkSwitcher.FromTypes([typeof(T)]).Run(all, DefaultConfig.Instance.AddJob(job).AddColumn(StatisticColumn.Median, StatisticColumn.Min));
