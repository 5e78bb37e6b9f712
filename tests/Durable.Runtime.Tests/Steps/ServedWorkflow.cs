using System.Collections.Concurrent;

namespace Durable.Tests.Steps;

/// <summary>A workflow whose step and compensator take services of the attempt; what they do is the test's <see cref="ServedScript"/>.</summary>
[Workflow("served")]
internal partial class ServedWorkflow(ServedScript script)
{
    public async Task<string> RunAsync(WorkflowContext ctx, string input)
    {
        var served = await ServeAsync(input);
        return script.Compensates ? await ctx.CompensateAsync<string>("enough") : served;
    }

    [Step("serve", MaxAttempts = 2, RetryDelay = "0s", Jitter = false, Timeout = "30s", Compensate = nameof(UndoServeAsync))]
    protected virtual Task<string> ServeAsync(string argument, [FromServices] AttemptService service = null!, StepContext step = default) =>
        script.Step(service, step);

    private Task UndoServeAsync([FromServices] AttemptService service, string argument, StepContext step) => script.Step(service, step);
}

[AllowNondeterminism("The test decides what the body does.")]
internal sealed class ServedScript
{
    private readonly ConcurrentQueue<string> _log = new();

    public bool Compensates { get; init; }

    public Func<AttemptService, StepContext, Task<string>> Step { get; init; } = static (service, _) => Task.FromResult(service.Use("step"));

    /// <summary>What disposing a service does.</summary>
    public Action<AttemptService> Disposed { get; init; } = static _ => { };

    public IReadOnlyList<string> Log => [.. _log];

    public int Made { get; set; }

    public void Write(string line) => _log.Enqueue(line);
}

/// <summary>Registered as scoped: one for each attempt.</summary>
internal sealed class AttemptService : IAsyncDisposable
{
    private readonly ServedScript _script;

    public AttemptService(ServedScript script)
    {
        _script = script;
        Number = ++script.Made;
        script.Write($"made {Number}");
    }

    public int Number { get; }

    public bool IsDisposed { get; private set; }

    public string Use(string what)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        _script.Write($"{what} {Number}");
        return $"{Number}";
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        _script.Write($"disposed {Number}");
        _script.Disposed(this);
        return default;
    }
}
