using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Durable.Compensation;
using Durable.Generated;
using Durable.Journal;
using Durable.Principals;
using Durable.Scopes;
using Durable.Signals;
using Durable.Steps;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>
/// A run in this worker's memory: the body, the operations it waits for, and the one path by which anything becomes durable.
/// Everything happens on the run's own thread (<see cref="RunMailbox"/>), except the author's steps.
/// </summary>
/// <remarks>
/// Read in this order: <c>ActiveRun.Replay.cs</c> (how it comes to life), this file (what the body asks for),
/// <c>ActiveRun.Commits.cs</c> (how outcomes become durable and reach the body), <c>ActiveRun.Inbox.cs</c> (what others send),
/// <c>ActiveRun.Ending.cs</c> (return, failure, cancel, undoing), <c>ActiveRun.Resting.cs</c> (timers, eviction, stop).
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "Close disposes the timer; a token source without timer or link holds nothing to dispose.")]
internal sealed partial class ActiveRun : WorkflowRun
{
    private readonly ClaimedRun _claim;
    private readonly WorkflowDefinition _definition;
    private readonly Action<ActiveRun, RunFate> _onClosed;
    private readonly RunMailbox _mailbox;
    private readonly RunContext _context;
    private readonly OperationScope _root;
    private readonly Dictionary<string, Operation> _operations = new(StringComparer.Ordinal);
    private readonly RunTimers _timers = new();
    private readonly CancellationTokenSource _stepCancellation = new();

    private CancellationTokenSource? _bodyCancellation;
    private CancellationTokenSource? _lost;
    private HashSet<string>? _forgotten;
    private DeterministicRandom? _random;
    private volatile string _state = "running";
    private int _asked;

    /// <param name="services">What every run of the worker shares.</param>
    /// <param name="claim">The run, its journal and the right to write it.</param>
    /// <param name="definition">The workflow's definition.</param>
    /// <param name="onClosed">Called once, when the run leaves this worker's memory.</param>
    public ActiveRun(WorkerServices services, ClaimedRun claim, WorkflowDefinition definition, Action<ActiveRun, RunFate> onClosed)
    {
        Services = services;
        _claim = claim;
        _definition = definition;
        _onClosed = onClosed;
        _mailbox = new RunMailbox(this);
        Scheduler = new RunScheduler(this);
        _root = new OperationScope(this);

        // A stuck run that a message brought back is marked anew even for the same reason, or that message would bring it back for ever.
        _durableState = claim.Run.State.Status == RunStatus.Stuck ? default : claim.Run.State;
        _length = claim.Journal.Count;
        _durableSummary = claim.Run.Summary;
        _context = new RunContext(this);
    }

    public WorkerServices Services { get; }

    public RunScheduler Scheduler { get; }

    /// <summary>Guards what the attempts of this run and its own thread share (heartbeats, tokens, what an attempt has to itself); one for all, because a step hardly ever needs it.</summary>
    public Lock AttemptGate { get; } = new();

    /// <summary>What can be undone, newest last.</summary>
    public UndoStack Undo { get; } = new();

    /// <summary>What the run has spent, children that have ended included.</summary>
    public RunSpend Spend { get; } = new();

    public SignalBuffer Signals => field ??= new SignalBuffer();

    public string RunId => _claim.Run.RunId;

    /// <summary>Whose run it is, or null.</summary>
    public string? Tenant => _claim.Run.Tenant;

    public RunLease Lease => _claim.Lease;

    public WorkflowDefinition Definition => _definition;

    public StartRecord StartRecord { get; private set; } = null!;

    /// <summary>The generated state machine that runs the author's methods.</summary>
    public object Instance => _activation!.Instance;

    /// <summary>The body is being fed recorded outcomes.</summary>
    public bool IsReplaying { get; private set; } = true;

    /// <summary>The body does what it has done before: as <see cref="IsReplaying"/>, but false once nobody can have seen it react to the record at hand.</summary>
    public bool IsRepeating { get; private set; } = true;

    /// <summary>The body returned, threw or asked for compensation: it takes no more outcomes.</summary>
    public bool IsBodyOver => _bodyEnd is not null;

    /// <summary>When the record was made that the body reacts to: UTC, in milliseconds since 1970.</summary>
    public long Now { get; private set; }

    /// <summary>The place in the journal of the record that the body reacts to.</summary>
    public int Position { get; private set; }

    /// <summary>Cancelled when running steps are to stop.</summary>
    public CancellationToken StepCancellation => _stepCancellation.Token;

    /// <summary>Cancelled when this worker no longer owns the run.</summary>
    public CancellationToken Lost => (_lost ??= new CancellationTokenSource()).Token;

    /// <summary>Cancelled, on the run's own thread, when the run is cancelled.</summary>
    public CancellationToken BodyCancellation => (_bodyCancellation ??= new CancellationTokenSource()).Token;

    public DeterministicRandom Random => _random ??= new DeterministicRandom(_seed ?? OwnSeed);

    public override string State => _state;

    public override Task<TResult> StepAsync<TInput, TResult>(
        StepDefinition<TInput, TResult> step, TInput input, CancellationToken cancellationToken = default) =>
        StepAsync(Instance, step, input, cancellationToken);

    public override Task<TResult> StepAsync<TInput, TResult>(
        object owner, StepDefinition<TInput, TResult> step, TInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(step);
        CheckCaller($"step '{step.Id}'");
        if (Refuse<TResult>(cancellationToken) is { } refused)
        {
            return refused;
        }

        var operation = step.Call(this, step.NameOf(input), owner, input, cancellationToken.CanBeCanceled);
        Ask(operation, cancellationToken);
        return operation.Task;
    }

    /// <summary>The time of day (not the body's <see cref="Now"/>): UTC, in milliseconds since 1970.</summary>
    public long Time() => Services.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The same for every attempt of an operation, everywhere; another one for another tenant's run of the same id.</summary>
    public string IdempotencyKey(string operationId) => Tenant is null ? OperationKey(operationId) : $"{Tenant}:{OperationKey(operationId)}";

    /// <summary>Names an operation among all of the tenant.</summary>
    public string OperationKey(string operationId) =>
        string.Create(CultureInfo.InvariantCulture, $"{RunId}/{StartRecord.Generation}/{operationId}{Again(operationId)}");

    /// <summary>Where in the body the calling code is.</summary>
    public OperationScope Scope => OperationScope.CurrentOf(this) ?? _root;

    public string NextId(string name) => Scope.NextId(name);

    /// <summary>Takes up an operation the body asks for; it begins at once when the run is live, otherwise when the journal ends.</summary>
    public void Ask(Operation operation, CancellationToken withdrawal = default)
    {
        operation.Number = ++_asked;
        operation.Scope = Scope;
        _operations.Add(operation.Id, operation);
        _state = operation.Id;
        ReuseRecorded(operation);
        if (!operation.IsSettled)
        {
            DeliverEarly(operation);
        }

        if (operation.IsSettled || _parked is not null)
        {
            return;
        }

        if (!IsReplaying)
        {
            BeginUnlessPaused(operation);
        }

        operation.WithdrawOn(withdrawal);
    }

    /// <summary>Lets go of a settled operation.</summary>
    public void Forget(Operation operation)
    {
        _operations.Remove(operation.Id);
        if (!operation.OutlivesBody)
        {
            (_forgotten ??= new HashSet<string>(StringComparer.Ordinal)).Add(operation.Id);
        }
    }

    /// <summary>Tells an operation when its time has come.</summary>
    /// <param name="dueAt">UTC, in milliseconds since 1970; in the past means now.</param>
    /// <param name="operation">The operation.</param>
    public void WaitUntil(long dueAt, Operation operation)
    {
        if (dueAt <= Time())
        {
            operation.Due();
        }
        else
        {
            _timers.Add(operation, dueAt);
        }
    }

    /// <summary>What an operation returns instead of being asked for: a cancelled task, or one that never completes; null to go on.</summary>
    public Task<T>? Refuse<T>(CancellationToken cancellationToken)
    {
        if (IsBodyOver)
        {
            // The body asked for compensation: nothing after that happens.
            return new TaskCompletionSource<T>().Task;
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        return _cancel is null || Scope.IsDetached ? null : Task.FromCanceled<T>(BodyCancellation);
    }

    /// <exception cref="ContextMisuseException">The caller is not this run's body.</exception>
    public void CheckCaller(string what)
    {
        CheckThread(what);
        if (_readOnly)
        {
            throw new ContextMisuseException(
                $"The {what} of run '{RunId}' was called from a query or a validator, which read the run's state and change nothing.",
                "Call it from RunAsync, an update or a signal handler.",
                RunId);
        }
    }

    /// <exception cref="ContextMisuseException">The caller is not on this run's own thread.</exception>
    public void CheckThread(string what)
    {
        if (Scheduler.IsCurrent)
        {
            return;
        }

        throw new ContextMisuseException(
            RunScheduler.IsAnyCurrent
                ? $"The {what} of run '{RunId}' was called from another run."
                : $"The {what} of run '{RunId}' was called from outside its body: from a step, from another thread (after ConfigureAwait(false) or Task.Run), or after the body's end.",
            "Call it from RunAsync or from methods that RunAsync awaits; a step gets what it needs as parameters.",
            RunId);
    }

    public T? ReadSignal<T>(SignalDefinition<T> signal, ReadOnlyMemory<byte> payload) =>
        Serialization.PayloadSerializer.Read(signal.Payload, payload, $"signal '{signal.Name}'", RunId);

    /// <summary>Its worker stops. Read on any thread.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Whether a new attempt may start now: not while this worker stops, once the run's end is on its way, or after this worker lost the run.</summary>
    public bool MayStartAttempts => !_stopping && !_endAppended && !_closed;

    public void StartAttempt(AttemptedOperation attempt)
    {
        _runningAttempts++;
        KeepServices();
        Services.Concurrency.Enter(attempt, _claim.Run.Queue, attempt.LimitName, attempt.LimitMax, attempt.Token);
    }

    /// <summary>Called on the attempt's thread.</summary>
    public void EndAttempt(AttemptedOperation attempt)
    {
        Services.Concurrency.Leave(attempt);
        LetGoOfServices();
        _mailbox.Post(attempt);
    }

    /// <summary>Tells the run of something that happened elsewhere. Called on any thread; returns at once.</summary>
    public void Tell(IRunEvent item) => _mailbox.PostElsewhere(item);

    public void AttemptEnded() => _runningAttempts--;

    /// <summary>Handles one event; called by the mailbox only.</summary>
    public void Handle(IRunEvent item)
    {
        if (_closed && item is not ShowRequest)
        {
            return;
        }

        if (item is not (TimerFired or ShowRequest))
        {
            // Looking at the clock is no activity: a run that only waits leaves memory.
            _lastActivity = Time();
        }

        try
        {
            item.Apply(this);
        }
        catch (Exception exception) when (Park(exception))
        {
        }
    }
}
