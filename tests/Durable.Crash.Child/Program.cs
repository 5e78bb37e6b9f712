using System.Globalization;
using Durable;
using Durable.Crash.Child;
using Durable.Crash.Child.Commands;
using Durable.Crash.Child.Effects;
using Microsoft.Extensions.DependencyInjection;

// Arguments: the directory shared with the driver; the number of this life. Input and output: see Words.
var layout = new Layout(args[0]);
var life = int.Parse(args[1], CultureInfo.InvariantCulture);

using var reporter = new Reporter();
using var ledger = new EffectsLedger(layout.Ledger);
try
{
    await using var durable = await DurableHost.StartAsync(builder =>
    {
        builder.Services.AddSingleton(new World(ledger, effect => reporter.Tell(Words.Effect, effect.Key, effect.Token), life));
        builder.Services.AddSingleton(new Mends(layout.Mends));
        builder.Services.AddSingleton(new PoisonCause(layout.PoisonCause));
        builder
            .AddWorkflows()
            // Small segments, so that kills also meet the change from one to the next, the making of its index, and its rewriting once runs are deleted.
            .UseFileStore(layout.Store, store =>
            {
                store.SegmentBytes = 32 * 1024;
                store.CompactBelow = FileStoreOptions.MaxCompactBelow;
            })
            .ConfigureWorker(worker =>
            {
                // Runs that only wait leave memory and come back within one life.
                worker.IdleEviction = TimeSpan.FromMilliseconds(10);
                worker.StopTimeout = TimeSpan.FromSeconds(1);
            });
    });
    reporter.Tell(Words.Ready);
    await new CommandLoop(durable, reporter).RunAsync(Console.In);
}
catch (DurableException refused)
{
    reporter.Tell(Words.Refused, refused.Code, refused.Message);
    return 1;
}

return 0;
