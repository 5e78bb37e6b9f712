using Durable.Bench;
using Durable.Bench.Generation;

// Every figure stands beside a raw one, measured in the same run on the same disk, alternating with it: the machines are shared, so only ratios travel.
var only = args.FirstOrDefault() ?? "all";
var directory = args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "durable-bench");
Directory.CreateDirectory(directory);
Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, {directory}");
Console.WriteLine();

if (only is "all" or "memory")
{
    await InMemoryThroughput.MeasureAsync(concurrency: 100);
    await InMemoryThroughput.MeasureAsync(concurrency: 1_000);
}

if (only is "all" or "file")
{
    await FileThroughput.MeasureAsync(directory, concurrency: 100, runs: 20_000);
    await FileThroughput.MeasureAsync(directory, concurrency: 1_000, runs: 40_000);
}

if (only is "all" or "lone")
{
    await LoneRun.MeasureAsync(directory);
}

if (only is "all" or "long")
{
    await LongRun.MeasureAsync(directory);
}

if (only is "all" or "sleep")
{
    await SleepingRuns.MeasureAsync(directory, runs: 10_000, rounds: 5);
    await SleepingRuns.MeasureAsync(directory, runs: 1_000_000, rounds: 1);
}

if (only is "all" or "signals")
{
    await Signals.MeasureAsync(directory);
}

if (only is "all" or "compaction")
{
    await Compaction.MeasureAsync(directory);
}

if (only is "all" or "generator" or "keys")
{
    GeneratorCost.Measure(builds: only != "keys");
}

if (only is "all" or "generator" or "cold")
{
    await ColdCompiler.MeasureAsync(directory);
}
