namespace Durable.Testing;

// Signals, answers and conditions: what a body waits for.
public sealed partial class TestWorkflowContext
{
    // What was delivered and not taken, by name, each with the time at which it comes.
    private readonly Dictionary<string, List<(DateTimeOffset At, object? Value)>> _signals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<object?>> _answers = new(StringComparer.Ordinal);
    private readonly List<IWait> _waits = [];

    /// <summary>What the body asked, in order.</summary>
    public IList<(string Name, AskPrompt Prompt)> Asked { get; } = [];

    /// <summary>Sends the body a signal, now.</summary>
    /// <typeparam name="T">The signal's payload type.</typeparam>
    /// <param name="signal">The signal.</param>
    /// <param name="value">What is sent.</param>
    /// <returns>This, for the next one.</returns>
    public TestWorkflowContext Deliver<T>(Signal<T> signal, T value) => Deliver(signal, value, TimeSpan.Zero);

    /// <summary>Sends the body a signal that comes later: a wait that lasts so long receives it, and a shorter one times out before.</summary>
    /// <typeparam name="T">The signal's payload type.</typeparam>
    /// <param name="signal">The signal.</param>
    /// <param name="value">What is sent.</param>
    /// <param name="after">Counted from <see cref="Now"/>; zero or more.</param>
    /// <returns>This, for the next one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is negative.</exception>
    public TestWorkflowContext Deliver<T>(Signal<T> signal, T value, TimeSpan after)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        if (_waits.Find(wait => wait.Name == $"signal {signal.Name}") is Wait<T> waiting)
        {
            _waits.Remove(waiting);
            MoveTo(Now() + after);
            waiting.End(value);
        }
        else
        {
            if (!_signals.TryGetValue(signal.Name, out var queue))
            {
                _signals.Add(signal.Name, queue = []);
            }

            // In order of coming; of two that come together, in order of sending.
            var at = Now() + after;
            queue.Insert(queue.FindLastIndex(other => other.At <= at) + 1, (at, value));
        }

        CheckConditions();
        return this;
    }

    /// <summary>Answers a question: the one that waits for it, or the next one of this name.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="ask">The question.</param>
    /// <param name="value">The answer. It is not checked against the question.</param>
    /// <returns>This, for the next one.</returns>
    public TestWorkflowContext Answer<T>(Ask<T> ask, T value)
    {
        ArgumentNullException.ThrowIfNull(ask);
        if (_waits.Find(wait => wait.Name == $"ask {ask.Name}") is Wait<T> waiting)
        {
            _waits.Remove(waiting);
            waiting.End(value);
        }
        else
        {
            if (!_answers.TryGetValue(ask.Name, out var queue))
            {
                _answers.Add(ask.Name, queue = []);
            }

            queue.Enqueue(value);
        }

        CheckConditions();
        return this;
    }

    /// <summary>Looks at the conditions of <see cref="WaitUntilAsync(Func{bool}, CancellationToken)"/> again, after a test has called a handler.</summary>
    public void CheckConditions()
    {
        foreach (var condition in _waits.OfType<Condition>().Where(condition => condition.Holds()).ToList())
        {
            _waits.Remove(condition);
            condition.End(true);
        }
    }

    /// <inheritdoc/>
    public override Task<T> WaitForSignalAsync<T>(Signal<T> signal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (Refuse<T>(cancellationToken) is { } refused)
        {
            return refused;
        }

        return Take(signal, DateTimeOffset.MaxValue) is { } taken ? Task.FromResult((T)taken.Value!) : WaitAsync(new Wait<T>($"signal {signal.Name}"), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<SignalResult<T>> WaitForSignalAsync<T>(Signal<T> signal, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signal);
        InputCheck.Duration(timeout, nameof(timeout), RunId);
        if (Refuse<SignalResult<T>>(cancellationToken) is { } refused)
        {
            return refused;
        }

        var until = Now() + timeout;
        if (Take(signal, until) is { } taken)
        {
            return Task.FromResult(new SignalResult<T>(true, (T?)taken.Value));
        }

        MoveTo(until);
        return Task.FromResult(new SignalResult<T>(false, default));
    }

    /// <inheritdoc/>
    public override Task<T> AskAsync<T>(Ask<T> ask, AskPrompt prompt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(prompt);
        if (Refuse<T>(cancellationToken) is { } refused)
        {
            return refused;
        }

        Asked.Add((ask.Name, prompt));
        if (_answers.TryGetValue(ask.Name, out var queue) && queue.TryDequeue(out var answer))
        {
            return Task.FromResult((T)answer!);
        }

        if (prompt.ExpiresIn is { } expiresIn)
        {
            MoveTo(Now() + expiresIn);
            return Task.FromException<T>(new AskExpiredException(RunId, NextId(ask.Name)));
        }

        return WaitAsync(new Wait<T>($"ask {ask.Name}"), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Refuse<bool>(cancellationToken) ?? (condition() ? Task.CompletedTask : WaitAsync(new Condition(condition), cancellationToken));
    }

    /// <inheritdoc/>
    public override Task<bool> WaitUntilAsync(Func<bool> condition, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        InputCheck.Duration(timeout, nameof(timeout), RunId);
        if (Refuse<bool>(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (!condition())
        {
            MoveTo(Now() + timeout);
        }

        return Task.FromResult(condition());
    }

    private (DateTimeOffset At, object? Value)? Take<T>(Signal<T> signal, DateTimeOffset until)
    {
        if (!_signals.TryGetValue(signal.Name, out var queue) || queue.Count == 0 || queue[0].At > until)
        {
            return null;
        }

        var first = queue[0];
        queue.RemoveAt(0);
        MoveTo(first.At);
        return first;
    }

    private Task<T> WaitAsync<T>(Wait<T> wait, CancellationToken cancellationToken)
    {
        wait.IsDetached = _isDetached.Value;
        _waits.Add(wait);
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.UnsafeRegister(
                (_, token) =>
                {
                    _waits.Remove(wait);
                    wait.Cancel(token);
                },
                null);
        }

        return wait.Task;
    }

    private void CancelWaits()
    {
        foreach (var wait in _waits.FindAll(wait => !wait.IsDetached))
        {
            _waits.Remove(wait);
            wait.Cancel(_cancellation.Token);
        }
    }

    private interface IWait
    {
        string Name { get; }

        bool IsDetached { get; }

        void Cancel(CancellationToken token);
    }

    private class Wait<T>(string name) : IWait
    {
        private readonly TaskCompletionSource<T> _done = new();

        public string Name { get; } = name;

        public bool IsDetached { get; set; }

        public Task<T> Task => _done.Task;

        public void End(T value) => _done.TrySetResult(value);

        public void Cancel(CancellationToken token) => _done.TrySetCanceled(token);
    }

    private sealed class Condition(Func<bool> condition) : Wait<bool>("condition")
    {
        public bool Holds() => condition();
    }
}
