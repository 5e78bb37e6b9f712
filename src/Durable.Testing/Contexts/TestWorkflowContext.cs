using System.Diagnostics.CodeAnalysis;
using Durable.Generated;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Durable.Testing;

/// <summary>
/// A context for plain unit tests: <c>await new OrderWorkflow(fakes).RunAsync(new TestWorkflowContext(), order)</c>. There is no engine: steps are the methods they are,
/// nothing is recorded, retried or undone, and every wait is over at once.
/// </summary>
/// <remarks>
/// <para>
/// A sleep moves <see cref="Now"/> and returns. A wait for a signal takes the next one that was given with <see cref="Deliver{T}(Signal{T}, T)"/>; with a time-out, one that
/// comes within that time, or else the time passes. Without a time-out it goes on when the test delivers.
/// </para>
/// <para>So whoever waits first is served first: a race between waits (<c>Task.WhenAny</c>) belongs into a test with <see cref="DurableTestHost"/>.</para>
/// <para>Give each test a context of its own; it is not meant for several threads at once.</para>
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "A token source without timer or link holds nothing to dispose.")]
public sealed partial class TestWorkflowContext : WorkflowContext
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unpatched = new(StringComparer.Ordinal);
    private readonly ShownMetadata _metadata = new();
    private DateTimeOffset? _now;
    private DeterministicRandom? _random;
    private readonly AsyncLocal<bool> _isDetached = new();

    /// <inheritdoc/>
    public override string RunId => Run;

    /// <summary>What <see cref="RunId"/> returns. Default <c>test-run</c>.</summary>
    public string Run { get; init; } = "test-run";

    /// <summary>What <see cref="WorkflowName"/> returns. Default <c>test</c>.</summary>
    public string Workflow { get; init; } = "test";

    /// <inheritdoc/>
    public override string WorkflowName => Workflow;

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override int Generation => 1;

    /// <summary>When the run started, and the first time it shows. Default noon (UTC) of 1 March 2025.</summary>
    public DateTimeOffset Start { get; init; } = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override DateTimeOffset StartedAt => Start;

    /// <summary>What <see cref="Tags"/> returns. Default none.</summary>
    public IReadOnlyDictionary<string, string> GivenTags { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Tags => GivenTags;

    /// <summary>What <see cref="Logger"/> returns. Default one that writes nothing.</summary>
    public ILogger GivenLogger { get; init; } = NullLogger.Instance;

    /// <inheritdoc/>
    public override ILogger Logger => GivenLogger;

    /// <inheritdoc/>
    public override bool IsReplaying => false;

    /// <inheritdoc/>
    public override CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>What <see cref="ShouldContinueAsNew"/> returns. Default false.</summary>
    public bool IsLong { get; set; }

    /// <inheritdoc/>
    public override bool ShouldContinueAsNew => IsLong;

    /// <inheritdoc/>
    public override RunMetadata Metadata => _metadata;

    /// <summary>What the body shows of itself with <see cref="Metadata"/>, as it was given; what was appended is a list.</summary>
    public IReadOnlyDictionary<string, object?> Shown => _metadata.Own;

    /// <summary>What the body added to what its parent shows.</summary>
    public IReadOnlyDictionary<string, object?> ShownByParent => _metadata.ByParent;

    /// <summary>What the body added to what the first of its ancestors shows.</summary>
    public IReadOnlyDictionary<string, object?> ShownByRoot => _metadata.ByRoot;

    /// <summary>What the body told with <see cref="Emit"/>, in order.</summary>
    public IList<(string Kind, object? Data)> Emitted { get; } = [];

    /// <inheritdoc/>
    public override DateTimeOffset Now() => _now ?? Start;

    /// <inheritdoc/>
    public override Random Random() => Source();

    /// <inheritdoc/>
    public override Guid NewGuid() => Source().NextGuid();

    /// <summary>Cancels the run: open waits and later ones are cancelled, except in <see cref="DetachedAsync"/>.</summary>
    public void Cancel()
    {
        _cancellation.Cancel();
        CancelWaits();
    }

    /// <summary>Makes <see cref="Patched"/> return false for a change: the run is one that was started before it.</summary>
    /// <param name="change">The change's name.</param>
    /// <returns>This, for the next one.</returns>
    public TestWorkflowContext WithoutPatch(string change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _unpatched.Add(change);
        return this;
    }

    /// <inheritdoc/>
    public override bool Patched(string change)
    {
        StableName.Check(change, nameof(change));
        return !_unpatched.Contains(change);
    }

    /// <inheritdoc/>
    public override Task SleepAsync(TimeSpan delay, CancellationToken cancellationToken = default)
    {
        InputCheck.Duration(delay, nameof(delay), RunId);
        return Sleep(Now() + delay, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task SleepUntilAsync(DateTimeOffset dueTime, CancellationToken cancellationToken = default)
    {
        if (dueTime - Now() > InputCheck.LongestWait)
        {
            throw InputCheck.DurationOutOfRange($"'{nameof(dueTime)}' is {dueTime:O}, more than 3,650 days ahead.", RunId);
        }

        return Sleep(dueTime, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<T> CheckpointAsync<T>(T state, string? id = null)
    {
        StableName.Check(id ?? "checkpoint", nameof(id));
        return Refuse<T>(CancellationToken.None) ?? Task.FromResult(state);
    }

    /// <inheritdoc/>
    public override void Emit<T>(string kind, T data)
    {
        StableName.Check(kind, nameof(kind));
        Emitted.Add((kind, data));
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<T>> StreamAsync<T>(string id, IAsyncEnumerable<T> source, CancellationToken cancellationToken = default)
    {
        StableName.Check(id, nameof(id));
        ArgumentNullException.ThrowIfNull(source);
        return Refuse<IReadOnlyList<T>>(cancellationToken) ?? EnumerateAsync(NextId(id), source, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<T>> StreamAsync<T>(
        string id, Func<int, IAsyncEnumerable<T>> source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return StreamAsync(id, source(0), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<T> CompensateAsync<T>(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return Task.FromException<T>(new CompensationRequestedException(reason));
    }

    /// <inheritdoc/>
    public override Task CompensateAsync(string reason) => CompensateAsync<Nothing>(reason);

    /// <inheritdoc/>
    public override Task<TResult> ContinueAsNewAsync<TInput, TResult>(WorkflowDefinition<TInput, TResult> workflow, TInput input) =>
        Task.FromException<TResult>(new ContinuedAsNewException(input));

    private DeterministicRandom Source() => _random ??= new DeterministicRandom($"{RunId}/{Generation}");

    private string NextId(string name) => (_ids[name] = _ids.GetValueOrDefault(name) + 1) is var count and > 1 ? $"{name}#{count}" : name;

    private Task Sleep(DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (Refuse<Nothing>(cancellationToken) is { } refused)
        {
            return refused;
        }

        MoveTo(until);
        return Task.CompletedTask;
    }

    private void MoveTo(DateTimeOffset time)
    {
        _now = time > Now() ? time : Now();
        CheckConditions();
    }

    private Task<T>? Refuse<T>(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken)
        : _cancellation.IsCancellationRequested && !_isDetached.Value ? Task.FromCanceled<T>(_cancellation.Token)
        : null;

    private async Task<IReadOnlyList<T>> EnumerateAsync<T>(string id, IAsyncEnumerable<T> source, CancellationToken cancellationToken)
    {
        var chunks = new List<T>();
        try
        {
            await foreach (var chunk in source.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                chunks.Add(chunk);
            }
        }
#pragma warning disable CA1031 // as the engine does it
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            throw new StreamFailedException(RunId, id, chunks.Count, ErrorInfo.From(exception));
        }

        return chunks;
    }
}
