namespace Durable.Bench;

/// <summary>So many callers, each of which starts a run, waits for its result, and starts the next.</summary>
internal static class Load
{
    private static readonly BenchOrder s_order = new("order-1", 12.5m, 3);

    public static Task RunAsync(DurableHost durable, int concurrency, int runs)
    {
        var client = new FiveStepWorkflow.Client(durable.Client);
        var started = 0;
        return Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => CallAsync()));

        async Task CallAsync()
        {
            await Task.Yield();
            while (Interlocked.Increment(ref started) <= runs)
            {
                var run = await client.StartAsync(s_order);
                if (await run.ResultAsync() != 10)
                {
                    throw new InvalidOperationException("A run gave a wrong result.");
                }
            }
        }
    }
}
