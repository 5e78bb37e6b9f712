using System.CommandLine;
using System.Diagnostics;
using Durable;
using FanOutReport;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

var count = new Option<int>("--stations") { Description = "How many stations are asked.", DefaultValueFactory = _ => 10_000 };
var root = new RootCommand("Asks ten thousand stations, fifty at a time, each in a step of its own.") { count };
root.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetRequiredValue(count), cancellationToken));
return await root.Parse(args).InvokeAsync();

static async Task<int> RunAsync(int stations, CancellationToken cancellationToken)
{
    var data = Directory.CreateTempSubdirectory("durable-report-");
    try
    {
        var weather = new Weather();
        await using var durable = await DurableHost.StartAsync(
            d =>
            {
                d.AddWorkflows().UseFileStore(data.FullName).ConfigureWorker(worker => worker.MaxConcurrentSteps = 2 * ReportWorkflow.AtOnce);
                d.Services.AddSingleton(weather);
            },
            cancellationToken);
        var watch = Stopwatch.StartNew();
        var run = await new ReportWorkflow.Client(durable.Client).StartAsync(stations, cancellationToken: cancellationToken);
        await ShowProgressAsync(run, stations, cancellationToken);
        var report = await run.ResultAsync(cancellationToken);

        AnsiConsole.WriteLine($"{report.Stations} stations in {watch.Elapsed.TotalSeconds:F1} s, {weather.Calls} calls, at most {weather.MostAtOnce} at once.");
        AnsiConsole.WriteLine($"Coldest: {report.Coldest.Station} ({report.Coldest.Lowest:F1}), hottest: {report.Hottest.Station} ({report.Hottest.Highest:F1}), mean: {report.Mean:F2}.");
        return 0;
    }
    finally
    {
        data.Delete(recursive: true);
    }
}

// The run's own events, live: a bar on a terminal, a line now and then elsewhere.
static Task ShowProgressAsync(ReportWorkflow.Run run, int stations, CancellationToken cancellationToken)
{
    if (!Console.IsOutputRedirected)
    {
        return AnsiConsole.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("stations", maxValue: stations);
                await foreach (var done in DoneAsync(run, cancellationToken))
                {
                    bar.Value = done;
                }

                bar.Value = stations;
            });
    }

    return WriteLinesAsync(run, cancellationToken);
}

static async Task WriteLinesAsync(ReportWorkflow.Run run, CancellationToken cancellationToken)
{
    await foreach (var done in DoneAsync(run, cancellationToken))
    {
        if (done % 1_000 == 0)
        {
            Console.WriteLine($"{done} stations asked");
        }
    }
}

static async IAsyncEnumerable<int> DoneAsync(
    ReportWorkflow.Run run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
{
    await foreach (var happened in run.WatchAsync(cancellationToken: cancellationToken))
    {
        if (happened is { Name: "progress", Data: { } done })
        {
            yield return done.GetInt32();
        }
    }
}
