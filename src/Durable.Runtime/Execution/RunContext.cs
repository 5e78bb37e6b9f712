using System.Collections.ObjectModel;
using System.Text.Json.Serialization.Metadata;
using Durable.Asks;
using Durable.Checkpoints;
using Durable.Conditions;
using Durable.FanOut;
using Durable.Generated;
using Durable.Journal;
using Durable.Metadata;
using Durable.Progress;
using Durable.Signals;
using Durable.Streams;
using Durable.Timers;
using Microsoft.Extensions.Logging;

namespace Durable.Execution;

/// <summary>The context the body sees: checks the caller, asks the run for operations, returns their tasks.</summary>
internal sealed partial class RunContext(ActiveRun run) : WorkflowContext
{

    private ILogger? _logger;
    private RunMetadata? _metadata;

    public override string RunId => run.RunId;

    public override string? Tenant => run.Tenant;

    public override string WorkflowName => run.Definition.Name;

    public override int Version => run.Definition.Version;

    public override int Generation => run.StartRecord.Generation;

    public override DateTimeOffset StartedAt => DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(run.StartRecord.Timestamp, run.StartRecord.StartAt));

    public override RunMetadata Metadata => _metadata ??= new BodyMetadata(run);

    public override IReadOnlyDictionary<string, string> Tags =>
        run.StartRecord.Tags ?? ReadOnlyDictionary<string, string>.Empty;

    public override Principal? Principal => run.StartRecord.Principal;

    public override bool IsReplaying => run.IsRepeating;

    public override ILogger Logger => _logger ??= new ReplayAwareLogger(
        run, run.Services.Loggers.CreateLogger("Durable.Workflow." + run.Definition.Name));

    public override CancellationToken CancellationToken => run.BodyCancellation;

    public override DateTimeOffset Now()
    {
        run.CheckThread("clock");
        return DateTimeOffset.FromUnixTimeMilliseconds(run.Now);
    }

    public override Random Random()
    {
        run.CheckCaller("random numbers");
        return run.Random;
    }

    public override Guid NewGuid()
    {
        run.CheckCaller("new guid");
        return run.Random.NextGuid();
    }

    public override Task SleepAsync(TimeSpan delay, CancellationToken cancellationToken = default)
    {
        run.CheckCaller("sleep");
        InputCheck.Duration(delay, nameof(delay), run.RunId);
        return Sleep(run.Now + Milliseconds(delay), cancellationToken);
    }

    public override Task SleepUntilAsync(DateTimeOffset dueTime, CancellationToken cancellationToken = default)
    {
        run.CheckCaller("sleep");
        var dueAt = dueTime.ToUnixTimeMilliseconds() + (dueTime.Ticks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);
        if (dueAt - run.Now > InputCheck.LongestWait.TotalMilliseconds)
        {
            throw InputCheck.DurationOutOfRange($"'{nameof(dueTime)}' is {dueTime:O}, more than 3,650 days ahead.", run.RunId);
        }

        return Sleep(dueAt, cancellationToken);
    }

    public override Task<T> WaitForSignalAsync<T>(Signal<T> signal, CancellationToken cancellationToken = default)
    {
        var definition = Check(signal);
        if (run.Refuse<T>(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (run.Signals.Take(signal.Name) is { } payload)
        {
            return Task.FromResult(run.ReadSignal(definition, payload)!);
        }

        var operation = new SignalOperation<T>(run, run.NextId(signal.Name), definition);
        run.Signals.Wait(signal.Name, operation);
        run.Ask(operation, cancellationToken);
        return operation.Task;
    }

    public override Task<SignalResult<T>> WaitForSignalAsync<T>(
        Signal<T> signal, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var definition = Check(signal);
        InputCheck.Duration(timeout, nameof(timeout), run.RunId);
        if (run.Refuse<SignalResult<T>>(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (run.Signals.Take(signal.Name) is { } payload)
        {
            return Task.FromResult(new SignalResult<T>(true, run.ReadSignal(definition, payload)));
        }

        var operation = new TimedSignalOperation<T>(
            run, run.NextId(signal.Name), definition, run.Now + Milliseconds(timeout));
        run.Signals.Wait(signal.Name, operation);
        run.Ask(operation, cancellationToken);
        return operation.Task;
    }

    public override Task<T> AskAsync<T>(Ask<T> ask, AskPrompt prompt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(prompt);
        run.CheckCaller($"question '{ask.Name}'");
        if (prompt.ExpiresIn is { } expiresIn)
        {
            InputCheck.Duration(expiresIn, nameof(prompt), run.RunId);
        }

        AnswerCheck.CheckPattern(prompt);
        if (run.Refuse<T>(cancellationToken) is { } refused)
        {
            return refused;
        }

        long? until = prompt.ExpiresIn is { } open ? run.Now + Milliseconds(open) : null;
        var operation = new AskOperation<T>(run, run.NextId(ask.Name), ask.Name, prompt, until, run.Definition.SerializerOf<T>(ask.Name));
        run.Ask(operation, cancellationToken);
        return operation.Task;
    }

    public override Task<T> StepAsync<T>(
        string id, Func<StepContext, Task<T>> body, StepOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        StableName.Check(id, nameof(id));
        return InlineStep(id, body, run.Definition.SerializerOf<T>(id), options, cancellationToken);
    }

    public override Task StepAsync(
        string id, Func<StepContext, Task> body, StepOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        StableName.Check(id, nameof(id));
        return InlineStep(id, step => Nothing.From(body(step)), result: null, options, cancellationToken);
    }

    public override Task<T> CheckpointAsync<T>(T state, string? id = null)
    {
        var name = id ?? "checkpoint";
        StableName.Check(name, nameof(id));
        run.CheckCaller($"checkpoint '{name}'");
        if (run.Refuse<T>(CancellationToken.None) is { } refused)
        {
            return refused;
        }

        var type = run.Definition.SerializerOf<T>(name);
        var operation = new CheckpointOperation<T>(run, run.NextId(name), type, Write(type, state, name));
        run.Ask(operation);
        return operation.Task;
    }

    public override void Emit<T>(string kind, T data)
    {
        StableName.Check(kind, nameof(kind));
        run.CheckCaller($"event '{kind}'");
        if (!run.IsBodyOver)
        {
            var payload = Write(run.Definition.SerializerOf<T>(kind), data, kind);
            run.Ask(new EmitOperation(run, run.NextId(kind), kind, payload));
        }
    }

    public override Task<IReadOnlyList<T>> StreamAsync<T>(string id, IAsyncEnumerable<T> source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return StreamAsync(id, recorded => recorded == 0 ? source : source.Skip(recorded), cancellationToken);
    }

    public override Task<IReadOnlyList<T>> StreamAsync<T>(
        string id, Func<int, IAsyncEnumerable<T>> source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        StableName.Check(id, nameof(id));
        run.CheckCaller($"stream '{id}'");
        if (run.Refuse<IReadOnlyList<T>>(cancellationToken) is { } refused)
        {
            return refused;
        }

        var operation = new StreamOperation<T>(
            run, run.NextId(id), run.Definition.SerializerOf<T>(id), source, cancellationToken.CanBeCanceled);
        run.Ask(operation, cancellationToken);
        return operation.Task;
    }

    public override Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken = default) =>
        WaitUntil(condition, deadline: null, cancellationToken);

    public override Task<bool> WaitUntilAsync(Func<bool> condition, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        InputCheck.Duration(timeout, nameof(timeout), run.RunId);
        return WaitUntil(condition, run.Now + Milliseconds(timeout), cancellationToken);
    }

    public override Task<IReadOnlyList<TResult>> ForEachAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, string> key, Func<TItem, Task<TResult>> body, int maxConcurrency, ForEachMode mode)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(body);
        InputCheck.AtLeast(maxConcurrency, 1, nameof(maxConcurrency), run.RunId);
        run.CheckCaller("fan-out");
        var list = items.ToList();
        var keys = list.ConvertAll(item => key(item));
        CheckKeys(keys);
        return new KeyedFanOut<TItem, TResult>(run.Scope, run.NextId("forEach"), list, keys, body, mode).RunAsync(maxConcurrency);
    }

    public override Task<T> ScopeAsync<T>(string name, Func<Task<T>> body)
    {
        StableName.Check(name, nameof(name));
        ArgumentNullException.ThrowIfNull(body);
        run.CheckCaller($"scope '{name}'");
        return run.Refuse<T>(CancellationToken.None) ?? run.CompensateOnThrowAsync(name, body);
    }

    public override Task DetachedAsync(Func<Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        run.CheckCaller("detached work");
        return run.IsBodyOver
            ? new TaskCompletionSource().Task
            : run.Scope.Detached().RunAsync(() => Nothing.From(body()));
    }

    public override Task<IAsyncDisposable> LockAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        run.CheckCaller($"lock '{name}'");
        return run.Refuse<IAsyncDisposable>(cancellationToken) ?? run.Locks.EnterAsync(name, cancellationToken);
    }

    public override bool Patched(string change)
    {
        StableName.Check(change, nameof(change));
        run.CheckCaller($"change '{change}'");
        return run.Patches.Has(change, run.IsRepeating, name => run.Append(new PatchRecord(name)));
    }

    public override Task CompensateAsync(string reason) => CompensateAsync<Nothing>(reason);

    public override Task<T> CompensateAsync<T>(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        run.CheckCaller("compensation");
        run.AskCompensation(reason);
        return new TaskCompletionSource<T>().Task;
    }

    private static long Milliseconds(TimeSpan duration) =>
        (duration.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;

    private Task Sleep(long until, CancellationToken cancellationToken)
    {
        if (run.Refuse<Nothing>(cancellationToken) is { } refused)
        {
            return refused;
        }

        var operation = new SleepOperation(run, run.NextId("sleep"), until);
        run.Ask(operation, cancellationToken);
        return operation.Task;
    }

    private Task<T> InlineStep<T>(
        string id, Func<StepContext, Task<T>> body, JsonTypeInfo<T>? result, StepOptions? options, CancellationToken cancellationToken) =>
        run.StepAsync(
            new StepDefinition<Nothing, T>(id, options?.ToPolicy() ?? StepPolicy.Default, input: null, result, (_, _, step) => body(step)),
            default,
            cancellationToken);

    private ReadOnlyMemory<byte> Write<T>(JsonTypeInfo<T> type, T value, string operationId) =>
        run.Services.Payloads.Write(type, value, "value", run.RunId, operationId);

    private Task<bool> WaitUntil(Func<bool> condition, long? deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        run.CheckCaller("condition");
        if (run.Refuse<bool>(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (condition())
        {
            return Task.FromResult(true);
        }

        var operation = new WaitUntilOperation(run, run.NextId("until"), condition, deadline);
        run.Conditions.Add(operation);
        run.Ask(operation, cancellationToken);
        return operation.Task;
    }

    private static void CheckKeys(List<string> keys)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (string.IsNullOrEmpty(key) || !seen.Add(key))
            {
                throw new DurableException(
                    DurableErrorCodes.ItemKeyInvalid,
                    string.IsNullOrEmpty(key) ? "An item's key is empty." : $"Two items have the key '{key}'.",
                    "Give each item a key of its own: what it does is recorded under it.");
            }
        }
    }

    private SignalDefinition<T> Check<T>(Signal<T> signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        run.CheckCaller($"wait for signal '{signal.Name}'");
        if (run.Definition.Handlers.FindSignal(signal.Name) is not null)
        {
            throw new ContextMisuseException(
                $"Signal '{signal.Name}' of workflow '{run.Definition.Name}' has a handler, which takes every one of them; a wait would never end.",
                "Let the handler write a field and wait for that with WaitUntilAsync, or remove the handler.",
                run.RunId);
        }

        return run.Definition.FindSignal(signal.Name) switch
        {
            SignalDefinition<T> definition => definition,
            { } other => throw new DurableException(
                DurableErrorCodes.SignalTypeMismatch,
                $"Signal '{signal.Name}' of workflow '{run.Definition.Name}' carries {other.PayloadType.Name}, not {typeof(T).Name}.",
                "Wait for the Signal<T> field that the workflow class declares.",
                run.RunId),
            null => throw new DurableException(
                DurableErrorCodes.SignalUnknown,
                $"Workflow '{run.Definition.Name}' declares no signal '{signal.Name}'.",
                "Declare it as a public static readonly Signal<T> field of the workflow class.",
                run.RunId),
        };
    }
}
