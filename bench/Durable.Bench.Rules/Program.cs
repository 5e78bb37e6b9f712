using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Durable.Bench.Rules;

var only = args.FirstOrDefault() ?? "all";
if (only is "all" or "build")
{
    var directory = Directory.CreateTempSubdirectory("durable-bench-rules");
    await BuildCost.MeasureAsync(directory.FullName);
    directory.Delete(recursive: true);
}

if (only is "all" or "curve")
{
    await ReachCurve.MeasureAsync();
}

if (only is "all" or "keys")
{
    await KeyPressCost.MeasureAsync();
}

if (only is "benchmarks")
{
    // In this process: another one would be built first, which takes longer than the measuring. Medians: the machine may have other work.
    var once = Job.ShortRun
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithInvocationCount(1)
        .WithUnrollFactor(1);
    string[] chosen = args.Length == 1 ? ["--filter", "*"] : args[1..];
    Run<BuildBenchmarks>(once.WithWarmupCount(2).WithIterationCount(15));
    Run<KeyPressBenchmarks>(once.WithWarmupCount(20).WithIterationCount(15));

    void Run<T>(Job job) => BenchmarkSwitcher.FromTypes([typeof(T)]).Run(chosen, DefaultConfig.Instance.AddJob(job).AddColumn(StatisticColumn.Median, StatisticColumn.Min));
}
