using System.ComponentModel;
using Durable.Generated;
using Microsoft.Extensions.Logging;

namespace Durable;

/// <summary>What a workflow body uses to wait, to tell the time and to draw chance: the only sources that give the same on replay.</summary>
/// <remarks>
/// Its members may be called only from the body itself (and methods it calls), on the run's own scheduler. Called from a step,
/// from another thread or after the run's end they throw <see cref="ContextMisuseException"/> and record nothing.
/// </remarks>
public abstract class WorkflowContext
{
    /// <summary>Records after which <see cref="ShouldContinueAsNew"/> advises a new generation: replaying more takes noticeable time and memory.</summary>
    public const int AdvisedJournalLength = 5_000;

    /// <summary>The run's id.</summary>
    public abstract string RunId { get; }

    /// <summary>Whose run this is, as given at the start (<see cref="StartOptions.Tenant"/>); null for none. The same on replay.</summary>
    public virtual string? Tenant => null;

    /// <summary>The workflow's stable name.</summary>
    public abstract string WorkflowName { get; }

    /// <summary>The version of the workflow that this run started with, from 1.</summary>
    public abstract int Version { get; }

    /// <summary>Which life of the run this is, from 1.</summary>
    public abstract int Generation { get; }

    /// <summary>When the run began (UTC): when it was started, or the time that its start was put off to.</summary>
    public abstract DateTimeOffset StartedAt { get; }

    /// <summary>What the run shows of itself (<see cref="RunInfo.Metadata"/>), and adds to what its ancestors show. Kept when the run continues as new.</summary>
    public abstract RunMetadata Metadata { get; }

    /// <summary>The tags given at the start.</summary>
    public abstract IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>On whose behalf the run works, as given with its start; null when nobody was. The same in every generation, and in children but for what is left to spend.</summary>
    public virtual Principal? Principal => null;

    /// <summary>Whether the body is being fed recorded outcomes. For logging and display; never branch on it.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>A logger that is silent on replay, so that each line is written once per run except after a crash.</summary>
    public abstract ILogger Logger { get; }

    /// <summary>Cancelled when the run is cancelled, on the body's own thread. A callback that throws is logged; the run is cancelled all the same.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>The time (UTC) of the recorded event the body is reacting to: the run's start (the time it was put off to, if it was), then each outcome. Same on replay; never goes back.</summary>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract DateTimeOffset Now();

    /// <summary>The run's own generator of random numbers: seeded from run id and generation, same on replay and on every .NET version.</summary>
    /// <remarks>xoshiro256** (D. Blackman, S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47, 2021), seeded by SHA-256. Not for secrets.</remarks>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Random Random();

    /// <summary>A version-4 guid drawn from <see cref="Random"/>; same on replay.</summary>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Guid NewGuid();

    /// <summary>Pauses the body until <paramref name="delay"/> has passed, across restarts and deploys.</summary>
    /// <param name="delay">Counted from <see cref="Now"/>; whole milliseconds, rounded up; 0 to 3,650 days.</param>
    /// <param name="cancellationToken">Withdraws the sleep: the task is then cancelled.</param>
    /// <returns>Completes at or after the due time; at once when it has already passed.</returns>
    /// <exception cref="DurableException"><paramref name="delay"/> is negative or above 3,650 days (<see cref="DurableErrorCodes.DurationOutOfRange"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task SleepAsync(TimeSpan delay, CancellationToken cancellationToken = default);

    /// <summary>Pauses the body until <paramref name="dueTime"/>, across restarts and deploys.</summary>
    /// <param name="dueTime">When to go on; in the past means at once; at most 3,650 days after <see cref="Now"/>.</param>
    /// <param name="cancellationToken">Withdraws the sleep: the task is then cancelled.</param>
    /// <returns>Completes at or after the due time.</returns>
    /// <exception cref="DurableException"><paramref name="dueTime"/> is more than 3,650 days ahead (<see cref="DurableErrorCodes.DurationOutOfRange"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task SleepUntilAsync(DateTimeOffset dueTime, CancellationToken cancellationToken = default);

    /// <summary>Waits for the next signal of this name; one that came early is kept and taken first.</summary>
    /// <param name="signal">A signal declared on the workflow class.</param>
    /// <param name="cancellationToken">Withdraws the wait: it then takes no signal.</param>
    /// <returns>The signal's payload.</returns>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    /// <exception cref="DurableException">The workflow declares no such signal (<see cref="DurableErrorCodes.SignalUnknown"/>).</exception>
    public abstract Task<T> WaitForSignalAsync<T>(Signal<T> signal, CancellationToken cancellationToken = default);

    /// <summary>Waits for the next signal of this name, at most <paramref name="timeout"/>.</summary>
    /// <param name="signal">A signal declared on the workflow class.</param>
    /// <param name="timeout">Counted from <see cref="Now"/>; whole milliseconds, rounded up; 0 to 3,650 days.</param>
    /// <param name="cancellationToken">Withdraws the wait: it then takes no signal.</param>
    /// <returns>Whichever is recorded first, the signal or the time-out; the same on replay.</returns>
    /// <exception cref="DurableException"><paramref name="timeout"/> is negative or above 3,650 days (<see cref="DurableErrorCodes.DurationOutOfRange"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    /// <exception cref="DurableException">The workflow declares no such signal (<see cref="DurableErrorCodes.SignalUnknown"/>).</exception>
    public abstract Task<SignalResult<T>> WaitForSignalAsync<T>(
        Signal<T> signal, TimeSpan timeout, CancellationToken cancellationToken = default);

    /// <summary>Asks a person something and waits for the answer, however long that takes.</summary>
    /// <typeparam name="T">The answer's type; a payload.</typeparam>
    /// <param name="ask">The question's declaration: a <c>static readonly</c> field of the workflow class.</param>
    /// <param name="prompt">What is shown, and what counts as an answer. Recorded as a whole; on replay the recorded one counts.</param>
    /// <param name="cancellationToken">Withdraws the question: the task is then cancelled, and nobody can answer any more.</param>
    /// <returns>The one answer. It was checked against <paramref name="prompt"/> before it was stored.</returns>
    /// <exception cref="AskExpiredException"><see cref="AskPrompt.ExpiresIn"/> passed without an answer.</exception>
    /// <exception cref="DurableException">
    /// A <see cref="AskPrompt.Pattern"/> is no regular expression (<see cref="DurableErrorCodes.PatternInvalid"/>), or <see cref="AskPrompt.ExpiresIn"/> is out of its range
    /// (<see cref="DurableErrorCodes.DurationOutOfRange"/>).
    /// </exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task<T> AskAsync<[Recorded] T>(Ask<T> ask, AskPrompt prompt, CancellationToken cancellationToken = default);

    /// <summary>Runs <paramref name="body"/> as a step without a method of its own: it runs at least once, and its outcome is recorded exactly once.</summary>
    /// <typeparam name="T">What it gives; a payload.</typeparam>
    /// <param name="id">The stable id: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>; the n-th call with it is recorded as <c>id#n</c>.</param>
    /// <param name="body">Runs off the run's thread, with its own retries. What it captures is not recorded and must not be written by it.</param>
    /// <param name="options">Retries and limits; null for the defaults.</param>
    /// <param name="cancellationToken">Withdraws the step: its own token is cancelled, and what it then ends with is recorded.</param>
    /// <returns>The recorded result.</returns>
    /// <exception cref="StepFailedException">Its attempts are used up.</exception>
    /// <exception cref="DurableException">
    /// <paramref name="id"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>), or an option is out of its range (<see cref="DurableErrorCodes.OptionInvalid"/>).
    /// </exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task<T> StepAsync<[Recorded] T>(
        string id, Func<StepContext, Task<T>> body, StepOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="StepAsync{T}(string, Func{StepContext, Task{T}}, StepOptions, CancellationToken)"/>
    public abstract Task StepAsync(
        string id, Func<StepContext, Task> body, StepOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Records a state of the body's own: from then on this call returns the recorded one.</summary>
    /// <typeparam name="T">The state's type; a payload.</typeparam>
    /// <param name="state">The state now.</param>
    /// <param name="id">The stable id: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>; default <c>checkpoint</c>. The n-th call with it is recorded as <c>id#n</c>.</param>
    /// <returns>The recorded state, once it is durable: a copy, and on replay the one that was recorded first.</returns>
    /// <exception cref="DurableException"><paramref name="id"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    /// <exception cref="DurableException">The state is above the cap (<see cref="DurableErrorCodes.PayloadTooLarge"/>) or cannot be written (<see cref="DurableErrorCodes.PayloadInvalid"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task<T> CheckpointAsync<[Recorded] T>(T state, string? id = null);

    /// <summary>Records a progress event, visible live (<see cref="DurableClient.WatchAsync"/>) and in the run's history. Returns at once; recorded before anything the body does next.</summary>
    /// <typeparam name="T">The data's type; a payload.</typeparam>
    /// <param name="kind">What sort of event: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</param>
    /// <param name="data">The event's data.</param>
    /// <exception cref="DurableException"><paramref name="kind"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    /// <exception cref="DurableException">The data is above the cap (<see cref="DurableErrorCodes.PayloadTooLarge"/>) or cannot be written (<see cref="DurableErrorCodes.PayloadInvalid"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract void Emit<[Recorded] T>(string kind, T data);

    /// <summary>Records what <paramref name="source"/> gives, chunk by chunk as it comes, for callers to read live or later (<see cref="DurableClient.ReadStreamAsync{T}"/>).</summary>
    /// <remarks>
    /// The source is enumerated off the run's thread, like a step's body: not at all once the stream has ended, whether it completed or failed. After a crash in mid-stream it is
    /// enumerated again from its start, and as many chunks as are recorded are passed over, so that no reader gets one twice; a source that does not give the same again had
    /// better be the overload that is told where to go on. It is not retried: catch the failure and stream again under another id, or begin a step where that is what is wanted.
    /// </remarks>
    /// <typeparam name="T">The chunks' type; a payload.</typeparam>
    /// <param name="id">The stable id: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>; the n-th call with it is recorded as <c>id#n</c>.</param>
    /// <param name="source">What to record. Its enumerator is given a token that is cancelled when the run is, or when the body is over.</param>
    /// <param name="cancellationToken">Stops the stream alone: the task is then cancelled, and the stream ends with that mark.</param>
    /// <returns>All chunks, as they were recorded; the same on replay.</returns>
    /// <exception cref="StreamFailedException">The source threw, or a chunk could not be recorded.</exception>
    /// <exception cref="DurableException"><paramref name="id"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task<IReadOnlyList<T>> StreamAsync<[Recorded] T>(string id, IAsyncEnumerable<T> source, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="StreamAsync{T}(string, IAsyncEnumerable{T}, CancellationToken)"/>
    /// <param name="id">The stable id: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>; the n-th call with it is recorded as <c>id#n</c>.</param>
    /// <param name="source">Called off the run's thread with the number of chunks that are recorded already, 0 unless a crash came between; returns what follows them.</param>
    /// <param name="cancellationToken">Stops the stream alone: the task is then cancelled, and the stream ends with that mark.</param>
    public abstract Task<IReadOnlyList<T>> StreamAsync<[Recorded] T>(
        string id, Func<int, IAsyncEnumerable<T>> source, CancellationToken cancellationToken = default);

    /// <summary>Waits until <paramref name="condition"/> holds. It is looked at now and after every event of the run (an outcome, a signal, a handler).</summary>
    /// <param name="condition">Reads the run's own state; has no effects and asks for nothing durable. What it throws is thrown here.</param>
    /// <param name="cancellationToken">Withdraws the wait: the task is then cancelled.</param>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken = default);

    /// <summary>Waits until <paramref name="condition"/> holds, at most <paramref name="timeout"/>.</summary>
    /// <param name="condition">Reads the run's own state; has no effects and asks for nothing durable. What it throws is thrown here.</param>
    /// <param name="timeout">Counted from <see cref="Now"/>; whole milliseconds, rounded up; 0 to 3,650 days.</param>
    /// <param name="cancellationToken">Withdraws the wait: the task is then cancelled.</param>
    /// <returns>True when the condition came true, false when the time-out was recorded first; the same on replay.</returns>
    /// <exception cref="DurableException"><paramref name="timeout"/> is negative or above 3,650 days (<see cref="DurableErrorCodes.DurationOutOfRange"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task<bool> WaitUntilAsync(Func<bool> condition, TimeSpan timeout, CancellationToken cancellationToken = default);

    /// <summary>Works through <paramref name="items"/>, at most <paramref name="maxConcurrency"/> at a time. What an item does is recorded under its key, so items may be reordered or added while a run is under way.</summary>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">What the work on an item gives.</typeparam>
    /// <param name="items">The items, read once.</param>
    /// <param name="key">Names an item; not empty, different for each.</param>
    /// <param name="body">The work on one item: steps, waits, anything a body may do.</param>
    /// <param name="maxConcurrency">The most items under way at a time, at least 1.</param>
    /// <param name="mode">What happens when an item fails.</param>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="DurableException">Two items have the same key, or a key is empty (<see cref="DurableErrorCodes.ItemKeyInvalid"/>).</exception>
    /// <exception cref="DurableException"><paramref name="maxConcurrency"/> is below 1 (<see cref="DurableErrorCodes.ArgumentOutOfRange"/>).</exception>
    /// <exception cref="AggregateException">In mode <see cref="ForEachMode.Settle"/>: at least one item failed; one <see cref="ForEachItemException"/> each, with its index.</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task<IReadOnlyList<TResult>> ForEachAsync<TItem, TResult>(
        IEnumerable<TItem> items,
        Func<TItem, string> key,
        Func<TItem, Task<TResult>> body,
        int maxConcurrency,
        ForEachMode mode);

    /// <inheritdoc cref="ForEachAsync{TItem, TResult}(IEnumerable{TItem}, Func{TItem, string}, Func{TItem, Task{TResult}}, int, ForEachMode)"/>
    /// <param name="items">The items, read once.</param>
    /// <param name="key">Names an item; not empty, different for each.</param>
    /// <param name="body">The work on one item: steps, waits, anything a body may do.</param>
    /// <param name="maxConcurrency">The most items under way at a time, at least 1. Default 10.</param>
    /// <param name="mode">What happens when an item fails. Default <see cref="ForEachMode.FailFast"/>.</param>
    /// <param name="cancellationToken">Withdraws what has not begun: no more items are handed out, those under way are waited for, then the task is cancelled. Cancel it in the body.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before the last item was handed out.</exception>
    public Task<IReadOnlyList<TResult>> ForEachAsync<TItem, TResult>(
        IEnumerable<TItem> items,
        Func<TItem, string> key,
        Func<TItem, Task<TResult>> body,
        int maxConcurrency = 10,
        ForEachMode mode = ForEachMode.FailFast,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return cancellationToken.CanBeCanceled
            ? ForEachAsync(
                items,
                key,
                item => cancellationToken.IsCancellationRequested ? Task.FromCanceled<TResult>(cancellationToken) : body(item),
                maxConcurrency,
                mode)
            : ForEachAsync(items, key, body, maxConcurrency, mode);
    }

    /// <inheritdoc cref="ForEachAsync{TItem, TResult}(IEnumerable{TItem}, Func{TItem, string}, Func{TItem, Task{TResult}}, int, ForEachMode, CancellationToken)"/>
    public Task ForEachAsync<TItem>(
        IEnumerable<TItem> items,
        Func<TItem, string> key,
        Func<TItem, Task> body,
        int maxConcurrency = 10,
        ForEachMode mode = ForEachMode.FailFast,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return ForEachAsync(items, key, item => WithoutResultAsync(() => body(item)), maxConcurrency, mode, cancellationToken);
    }

    /// <summary>Runs <paramref name="body"/> as a compensation scope: if it throws, the steps completed inside are undone, newest first, and no others; then the exception goes on.</summary>
    /// <typeparam name="T">What the body gives.</typeparam>
    /// <param name="name">1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>; operations inside are recorded as <c>name/charge</c>.</param>
    /// <param name="body">The work. When it succeeds its steps remain to be undone with the rest of the run.</param>
    /// <exception cref="DurableException"><paramref name="name"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task<T> ScopeAsync<T>(string name, Func<Task<T>> body);

    /// <inheritdoc cref="ScopeAsync{T}(string, Func{Task{T}})"/>
    public Task ScopeAsync(string name, Func<Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return ScopeAsync(name, () => WithoutResultAsync(body));
    }

    /// <summary>Runs <paramref name="body"/> so that its operations go on although the run is cancelled: for what must be finished or tidied up.</summary>
    /// <param name="body">The work.</param>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task DetachedAsync(Func<Task> body);

    /// <summary>Enters a lock within this run, so that branches and handlers take turns; first come, first served.</summary>
    /// <param name="name">The lock's name; any text.</param>
    /// <param name="cancellationToken">Gives up waiting: the task is then cancelled, as it is when the run is cancelled, except in <see cref="DetachedAsync"/>.</param>
    /// <returns>Dispose it to leave: <c>await using (await ctx.LockAsync("cart")) { ... }</c>. Not reentrant.</returns>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task<IAsyncDisposable> LockAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Whether this run has a change of the code: true for runs that get here after the change shipped. Recorded per run, the same on replay.</summary>
    /// <param name="change">The change's name, for ever: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</param>
    /// <exception cref="DurableException"><paramref name="change"/> breaks that rule (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract bool Patched(string change);

    /// <summary>Undoes every completed step that has a compensator, newest first, and ends the run as <see cref="RunStatus.Compensated"/>.</summary>
    /// <param name="reason">Recorded, and shown as the run's error text.</param>
    /// <returns>Never completes; write <c>return await</c> so that the compiler knows the body ends here.</returns>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task CompensateAsync(string reason);

    /// <inheritdoc cref="CompensateAsync(string)"/>
    /// <typeparam name="T">The body's result type, so that <c>return await</c> compiles.</typeparam>
    public abstract Task<T> CompensateAsync<T>(string reason);

    private static async Task<Nothing> WithoutResultAsync(Func<Task> body)
    {
        await body().ConfigureAwait(true);
        return default;
    }

    /// <summary>Whether the journal has grown past <see cref="AdvisedJournalLength"/>: time to continue as new. Same on replay.</summary>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract bool ShouldContinueAsNew { get; }

    /// <summary>Sends a signal to another run, exactly once.</summary>
    /// <typeparam name="T">The signal's payload type.</typeparam>
    /// <param name="runId">The receiver.</param>
    /// <param name="signal">The signal, as declared on the receiver's workflow class.</param>
    /// <param name="value">What is sent.</param>
    /// <param name="cancellationToken">Ends the wait; the signal may be sent all the same.</param>
    /// <returns>Completes when the signal is durable in the receiver's inbox.</returns>
    /// <exception cref="DurableException">
    /// Nothing was sent, the same on replay: no such run (<see cref="DurableErrorCodes.RunNotFound"/>), it has ended
    /// (<see cref="DurableErrorCodes.RunFinished"/>), its workflow is not known here (<see cref="DurableErrorCodes.WorkflowUnknown"/>), declares no such
    /// signal (<see cref="DurableErrorCodes.SignalUnknown"/>) or another payload type (<see cref="DurableErrorCodes.SignalTypeMismatch"/>).
    /// </exception>
    /// <exception cref="ContextMisuseException">Called from outside the body.</exception>
    public abstract Task SignalAsync<[Recorded] T>(string runId, Signal<T> signal, T value, CancellationToken cancellationToken = default);

    /// <summary>Starts a child and waits for its end. Called by the generated <c>RunChildAsync</c>.</summary>
    /// <param name="workflow">The child's workflow.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">Run id and parent-close policy; null for the defaults.</param>
    /// <param name="cancellationToken">Withdraws the wait; the child is cancelled where its policy says so.</param>
    /// <returns>What the child's body returned.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract Task<TResult> RunChildAsync<TInput, TResult>(
        WorkflowDefinition<TInput, TResult> workflow, TInput input, ChildOptions? options, CancellationToken cancellationToken);

    /// <summary>Starts a child. Called by the generated <c>StartChildAsync</c>.</summary>
    /// <param name="workflow">The child's workflow.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">Run id and parent-close policy; null for the defaults.</param>
    /// <param name="cancellationToken">Cancelled before the call: nothing is started.</param>
    /// <returns>The child's handle, once its start is durable.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract Task<ChildRun<TResult>> StartChildAsync<TInput, TResult>(
        WorkflowDefinition<TInput, TResult> workflow, TInput input, ChildOptions? options, CancellationToken cancellationToken);

    /// <summary>Ends this generation and starts the next. Called by the generated <c>ContinueAsNewAsync</c>.</summary>
    /// <param name="workflow">The run's own workflow.</param>
    /// <param name="input">What the next generation's body is given.</param>
    /// <returns>A task that never completes.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract Task<TResult> ContinueAsNewAsync<TInput, TResult>(WorkflowDefinition<TInput, TResult> workflow, TInput input);
}
