using System.Collections.Concurrent;

namespace Durable.Tests.Execution;

/// <summary>Says when it is made, used and disposed.</summary>
internal sealed class Scoped : IDisposable
{
    private readonly ConcurrentQueue<string> _log;

    public Scoped(ConcurrentQueue<string> log)
    {
        _log = log;
        log.Enqueue("made");
    }

    public void Use() => _log.Enqueue("used");

    public void Dispose() => _log.Enqueue("disposed");
}

/// <summary>Takes a scoped service.</summary>
[Workflow("scoped")]
internal partial class ScopedWorkflow(Scoped scoped)
{
    public async Task RunAsync(WorkflowContext ctx)
    {
        await UseAsync();
        await UseAsync();
        await ctx.SleepAsync(TimeSpan.FromHours(1));
        await UseAsync();
    }

    [Step]
    protected virtual Task UseAsync()
    {
        scoped.Use();
        return Task.CompletedTask;
    }
}
