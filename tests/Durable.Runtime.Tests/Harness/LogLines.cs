using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Durable.Tests.Harness;

/// <summary>One line of a log.</summary>
internal sealed record LogLine(LogLevel Level, int Id, string Text, Exception? Exception);

/// <summary>Keeps what is logged, under whatever category.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<LogLine> _entries = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<LogLine>> _awaited = new();

    public IReadOnlyCollection<LogLine> Entries => _entries;

    public IEnumerable<string> Lines => _entries.Select(static entry => entry.Text);

    /// <summary>The names loggers were asked for under.</summary>
    public ConcurrentQueue<string> Categories { get; } = new();

    /// <summary>Completes with the first line of this event.</summary>
    public Task<LogLine> FirstAsync(int id) => Awaited(id).Task.WaitAsync(Pulse.Patience);

    public ILogger CreateLogger(string categoryName)
    {
        Categories.Enqueue(categoryName);
        return this;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = new LogLine(logLevel, eventId.Id, formatter(state, exception), exception);
        _entries.Enqueue(line);
        Awaited(eventId.Id).TrySetResult(line);
    }

    public void Dispose()
    {
    }

    private TaskCompletionSource<LogLine> Awaited(int id) => _awaited.GetOrAdd(id, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
