using System.Runtime.CompilerServices;
using Durable.Execution;
using Durable.Generated;
using Durable.Journal;
using Durable.Serialization;

namespace Durable.Steps;

/// <summary>One call of a step.</summary>
/// <remarks>
/// Replay: <c>step</c> recorded: the recorded result is returned and nothing runs; <c>stepError</c> recorded: the recorded failure is thrown;
/// <c>attempt</c>, <c>suspend</c> and <c>token</c> recorded: see the base. Either way the recorded input must be, byte for byte, what the code passes now.
/// Crash between the effect and its record: the step runs again with the same idempotency key, so the callee must dedupe on that key.
/// </remarks>
internal class StepOperation<TInput, TResult> : StepOperation
{
    private readonly object _owner;
    private readonly StepDefinition<TInput, TResult> _step;
    private readonly TaskCompletionSource<TResult> _done = new();
    private readonly ReadOnlyMemory<byte> _input;
    private readonly bool _isWithdrawable;

    private ReadOnlyMemory<byte> _output;
    private StrongBox<TResult?>? _result;
    private bool _isCompleted;

    public StepOperation(
        ActiveRun run, string id, object owner, StepDefinition<TInput, TResult> step, TInput input, bool isWithdrawable)
        : base(run, id, run.Services.Policies.Of(run.Definition, step))
    {
        _owner = owner;
        _step = step;
        _isWithdrawable = isWithdrawable;
        try
        {
            _input = run.Services.Payloads.Write(step.Input, input, "input", run.RunId, id);
        }
        catch (DurableException exception)
        {
            // A refused input fails the step, not the run.
            InputError = exception;
        }
    }

    /// <summary>A call whose arguments are written already.</summary>
    protected StepOperation(ActiveRun run, string id, object owner, StepDefinition<TInput, TResult> step, ReadOnlyMemory<byte> input)
        : base(run, id, run.Services.Policies.Of(run.Definition, step))
    {
        _owner = owner;
        _step = step;
        _input = input;
    }

    public Task<TResult> Task => _done.Task;

    public override Task Completion => _done.Task;

    protected StepDefinition<TInput, TResult> Step => _step;

    public override string Label => _step.Id;

    /// <summary>The arguments' bytes.</summary>
    protected ReadOnlyMemory<byte> Input => _input;

    /// <summary>Why the arguments cannot be written, or null.</summary>
    protected DurableException? InputError { get; }

    /// <summary>Whether the call belongs to this run, which then undoes it.</summary>
    protected virtual bool IsUndoable => _step.HasCompensator;

    protected override StepRateLimit? RateLimit => _step.RateLimit;

    protected override string GetRateLimitKey() => _step.RateLimitKeyOf(ReadInput());

    protected override bool IsWithdrawable => _isWithdrawable || base.IsWithdrawable;

    protected override string StepName => _step.Id;

    public override void Begin()
    {
        if (FindRefusal() is { } refusal)
        {
            Refuse(refusal);
            return;
        }

        base.Begin();
    }

    /// <summary>Why no attempt may start at all, or null.</summary>
    protected ErrorInfo? FindRefusal()
    {
        if (InputError is not null)
        {
            return ErrorInfo.From(InputError);
        }

        if (_step.RequiresScope is not { } scope || Principal?.HasScope(scope) == true)
        {
            return null;
        }

        return new ErrorInfo(
            DurableErrorCodes.ScopeMissing,
            Principal is null
                ? $"Step '{Id}' requires the scope '{scope}', and the run was started for no principal. Give StartOptions.Principal."
                : $"Step '{Id}' requires the scope '{scope}', which the principal '{Principal.Id}' does not hold. Start the run for one that does.");
    }

    public override void Deliver(OperationRecord record)
    {
        switch (record)
        {
            case StepRecord completed:
                CheckInput(completed, completed.Input);
                CountSpend(completed.Spend);
                _output = completed.Output;
                _isCompleted = true;
                var result = _result is null ? ReadResult(_output) : _result.Value;
                _result = null;
                Outcome = completed;
                Settle();
                if (IsUndoable)
                {
                    Run.Undo.Push(this);
                }

                if (!Run.IsBodyOver)
                {
                    _done.TrySetResult(result!);
                }

                break;

            case StepErrorRecord failed:
                CheckInput(failed, failed.Input);
                CountSpend(failed.Spend);
                Outcome = failed;
                Settle();
                if (IsUndoable && _step.CompensateOn == CompensateOn.Started && MayHaveStarted(failed))
                {
                    Run.Undo.Push(this);
                }

                if (!Run.IsBodyOver)
                {
                    Fault(failed);
                }

                break;

            default:
                base.Deliver(record);
                break;
        }
    }

    // Reads the recorded bytes again: the body may have changed the objects it was given.
    public override Task UndoAsync(StepContext step) =>
        Run.Services.Interceptor?.TryUndo(Run.Definition.Name, _step.Id, _input, step) ??
        _step.Compensate!(_owner, ReadInput(), _isCompleted ? new RecordedResult<TResult>(ReadResult(_output)) : default, step);

    protected override async ValueTask<AttemptOutcome> InvokeAsync(StepContext step)
    {
        // Each attempt gets a copy of its own, as it would after a restart: what the body or an earlier attempt does to the object cannot reach it.
        var attempt = Run.Services.Interceptor?.TryInvoke(Run.Definition.Name, _step, _input, step) ?? _step.Invoke(_owner, ReadInput(), step);
        var result = await attempt.ConfigureAwait(false);
        var output = Run.Services.Payloads.Write(_step.Result, result, "result", Run.RunId, Id);

        // Read back before it is recorded: a result that cannot be read must fail the step now, not the replay later.
        return new AttemptOutcome(output, new StrongBox<TResult?>(ReadResult(output)));
    }

    protected override void Succeed(in AttemptOutcome outcome, int attempt)
    {
        _result = (StrongBox<TResult?>)outcome.Value!;
        Run.Append(new StepRecord(Id)
        {
            Input = _input,
            Output = outcome.Output,
            Attempt = attempt,
            Started = Started,
            Worker = Run.Services.WorkerId,
            Spend = Spend,
        });
    }

    protected override void Fail(ErrorInfo error, int attempts) => Run.Append(new StepErrorRecord(Id)
    {
        Input = _input,
        Attempt = attempts,
        Error = error,
        Worker = Run.Services.WorkerId,
        Spend = Spend,
    });

    private TInput ReadInput() =>
        PayloadSerializer.Read(_step.Input, _input, "input", Run.RunId, Id)!;

    private TResult? ReadResult(ReadOnlyMemory<byte> output) =>
        PayloadSerializer.Read(_step.Result, output, "result", Run.RunId, Id);

    protected virtual void CheckInput(OperationRecord record, ReadOnlyMemory<byte> recorded)
    {
        if (!recorded.Span.SequenceEqual(_input.Span))
        {
            throw Run.InputMismatch(record, recorded, _input, _step.InputMask);
        }
    }

    // Cancelled before any attempt was recorded, it may still have started before a crash.
    private bool MayHaveStarted(StepErrorRecord failed) => InputError is null && failed switch
    {
        { Error.Kind: DurableErrorCodes.ScopeMissing, Attempt: 0 } => false,
        { Error.Kind: DurableErrorCodes.RateLimited, Attempt: 1 } => false,
        _ => true,
    };

    private void Fault(StepErrorRecord failed)
    {
        if (failed.Error.Kind == ErrorInfo.Cancelled)
        {
            _done.TrySetCanceled();
        }
        else
        {
            _done.TrySetException(new StepFailedException(Run.RunId, Id, failed.Attempt, failed.Error));
        }
    }
}
