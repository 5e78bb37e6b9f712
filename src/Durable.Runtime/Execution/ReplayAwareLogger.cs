using Microsoft.Extensions.Logging;

namespace Durable.Execution;

/// <summary>The body's logger: silent while recorded outcomes are fed to it, because it said the same when they were new.</summary>
internal sealed class ReplayAwareLogger(ActiveRun run, ILogger inner) : ILogger
{
    private readonly KeyValuePair<string, object?>[] _runScope = [new("RunId", run.RunId)];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => !run.IsRepeating && inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        using (inner.BeginScope(_runScope))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
