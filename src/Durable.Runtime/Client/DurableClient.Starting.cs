using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Text.Json;
using Durable.Journal;
using Durable.Storage;
using Durable.Telemetry;

namespace Durable;

public sealed partial class DurableClient
{
    private static readonly StartOptions s_defaults = new();
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromDays(3650);

    /// <summary>Starts a run of the newest version of a workflow, named at run time. Where the class is known, its generated client is the better choice.</summary>
    /// <param name="workflow">The workflow's stable name.</param>
    /// <param name="input">The input as JSON, read as the workflow's input type before anything is stored; <c>default</c> for a workflow without input.</param>
    /// <param name="options">Run id, tags, priority, delay, queue and tenant; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may have been started all the same.</param>
    /// <returns>The run's id, once the start is durable; that of the existing run where the id was taken.</returns>
    /// <exception cref="DurableException">
    /// Unknown workflow (<see cref="DurableErrorCodes.WorkflowUnknown"/>); input of another type or too large
    /// (<see cref="DurableErrorCodes.PayloadInvalid"/>, <see cref="DurableErrorCodes.PayloadTooLarge"/>); bad id or option
    /// (<see cref="DurableErrorCodes.RunIdInvalid"/>, <see cref="DurableErrorCodes.OptionInvalid"/>); id taken, with
    /// <see cref="IdConflict.Fail"/> or by another workflow (<see cref="DurableErrorCodes.RunExists"/>, <see cref="DurableErrorCodes.WorkflowMismatch"/>).
    /// </exception>
    public async Task<string> StartAsync(string workflow, JsonElement input, StartOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        if (options?.Tenant is { } tenant && tenant != Tenant)
        {
            return await ForTenant(tenant).StartAsync(workflow, input, options, cancellationToken).ConfigureAwait(false);
        }

        var definition = _workflows.Newest(workflow);
        var runId = RunIdFor(options);
        var payload = definition.WriteInput(input, _payloads, runId);
        return await CreateAsync(definition, runId, payload, options ?? s_defaults, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a run of a known definition. Called by generated clients.</summary>
    /// <param name="definition">The workflow.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">Run id, tags, priority, delay, queue and tenant; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may have been started all the same.</param>
    /// <returns>The run's id, once the start is durable; that of the existing run where the id was taken.</returns>
    /// <exception cref="DurableException">As for <see cref="StartAsync(string, JsonElement, StartOptions?, CancellationToken)"/>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public async Task<string> StartAsync<TInput, TResult>(
        Generated.WorkflowDefinition<TInput, TResult> definition, TInput input, StartOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (options?.Tenant is { } tenant && tenant != Tenant)
        {
            return await ForTenant(tenant).StartAsync(definition, input, options, cancellationToken).ConfigureAwait(false);
        }

        _workflows.Get(definition.Name, definition.Version);
        var runId = RunIdFor(options);
        var payload = _payloads.Write(definition.Input, input, $"input of the workflow '{definition.Name}'", runId);
        return await CreateAsync(definition, runId, payload, options ?? s_defaults, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a signal to a run, which is created with the signal in its inbox unless it exists. Called by generated clients.</summary>
    /// <param name="definition">The workflow.</param>
    /// <param name="input">Its input, for a run that is started.</param>
    /// <param name="signal">The signal, as declared on the workflow class.</param>
    /// <param name="value">What is sent.</param>
    /// <param name="options">Run id, and how to start it; null for the defaults.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; of several signals to one run with the same key, only the first is stored. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; both may have happened all the same.</param>
    /// <returns>The run's id, once the signal is durable.</returns>
    /// <exception cref="DurableException">As for starting and for <see cref="SignalAsync{T}(string, Signal{T}, T, string?, CancellationToken)"/>; nothing was stored.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public async Task<string> SignalWithStartAsync<TInput, TResult, TSignal>(
        Generated.WorkflowDefinition<TInput, TResult> definition,
        TInput input,
        Signal<TSignal> signal,
        TSignal value,
        StartOptions? options,
        string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(signal);
        if (options?.Tenant is { } tenant && tenant != Tenant)
        {
            return await ForTenant(tenant).SignalWithStartAsync(definition, input, signal, value, options, idempotencyKey, cancellationToken).ConfigureAwait(false);
        }

        _workflows.Get(definition.Name, definition.Version);
        var runId = RunIdFor(options);
        var payload = _payloads.Write(definition.Input, input, $"input of the workflow '{definition.Name}'", runId);
        var data = _payloads.Write(definition.DeclaredSignal(signal, runId).Payload, value, $"signal '{signal.Name}'", runId);
        var message = Entry(InboxKinds.Signal, signal.Name, data, idempotencyKey);
        if (!(await TryCreateAsync(definition, runId, payload, options ?? s_defaults, [message], cancellationToken).ConfigureAwait(false)).Created)
        {
            await SendAsync(runId, message, cancellationToken).ConfigureAwait(false);
        }

        return runId;
    }

    private string RunIdFor(StartOptions? options) => options?.RunId is { } given ? RunIds.Check(given) : RunIds.New(_time.GetUtcNow());

    private async Task<string> CreateAsync(
        WorkflowDefinition definition, string runId, ReadOnlyMemory<byte> input, StartOptions options, CancellationToken cancellationToken)
    {
        await TryCreateAsync(definition, runId, input, options, [], cancellationToken).ConfigureAwait(false);
        return runId;
    }

    private async Task<CreateOutcome> TryCreateAsync(
        WorkflowDefinition definition,
        string runId,
        ReadOnlyMemory<byte> input,
        StartOptions options,
        IReadOnlyList<InboxEntry> messages,
        CancellationToken cancellationToken)
    {
        using var activity = RunTracing.Start(definition.Name, runId);
        var run = Describe(definition, runId, input, options, messages, RunTracing.Current(activity));
        var outcome = await _store.Open.CreateAsync(run, cancellationToken).ConfigureAwait(false);
        if (outcome.Created)
        {
            RunMetrics.Started(definition.Name);
        }
        else
        {
            CheckConflict(outcome.Run, definition, options);
        }

        return outcome;
    }

    /// <summary>A run to be created now.</summary>
    private NewRun Describe(
        WorkflowDefinition definition, string runId, ReadOnlyMemory<byte> input, StartOptions options, IReadOnlyList<InboxEntry> messages, string? trace)
    {
        var now = Now();
        var queue = options.Queue ?? definition.Queue;
        QueueName.Check(queue, $"{nameof(StartOptions)}.{nameof(StartOptions.Queue)}");

        TagLimits.Check(options.Tags, nameof(StartOptions));

        // A copy: what the caller does with the dictionary later is no business of the run.
        var tags = options.Tags is { Count: > 0 } given ? new ReadOnlyDictionary<string, string>(given.ToDictionary(StringComparer.Ordinal)) : ReadOnlyDictionary<string, string>.Empty;
        var startAt = StartTime(options, now);
        var start = new StartRecord
        {
            Workflow = definition.Name,
            Version = definition.Version,
            Fingerprint = definition.Fingerprint,
            Trigger = messages.Count > 0 ? "event" : "api",
            Tenant = Tenant,
            Deadline = Deadline(options, now),
            Principal = options.Principal is { } principal ? PrincipalCheck.Complete(principal, Tenant, nameof(StartOptions)) : null,
            Input = input,
            Tags = tags,
            Queue = queue,
            Priority = options.Priority,
            Trace = trace,
            StartAt = startAt > now ? startAt.Value.ToUnixTimeMilliseconds() : 0,
        };
        start.Stamp(position: 1, now.ToUnixTimeMilliseconds());
        return new NewRun
        {
            RunId = runId,
            Workflow = definition.Name,
            Version = definition.Version,
            Queue = queue,
            Priority = options.Priority,
            CreatedAt = now,
            StartAt = startAt,
            Tags = tags,
            Start = RecordWriter.Write(start),
            Messages = messages,
        };
    }

    private static void CheckConflict(RunRow existing, WorkflowDefinition definition, StartOptions options)
    {
        if (options.IdConflict == IdConflict.Fail)
        {
            throw new DurableException(
                DurableErrorCodes.RunExists,
                $"A run '{existing.RunId}' of the workflow '{existing.Workflow}' exists already; it is {existing.State.Status}.",
                "Choose another id, or leave IdConflict at ReturnExisting to get that run.",
                existing.RunId);
        }

        CheckWorkflow(existing, definition);
    }

    private static DateTimeOffset? StartTime(StartOptions options, DateTimeOffset now)
    {
        if (options is { StartAt: not null, Delay: not null })
        {
            throw Invalid("StartOptions has both StartAt and Delay.", "Set one of them.");
        }

        if (options.Delay is { } delay)
        {
            return delay >= TimeSpan.Zero && delay <= s_longestDelay
                ? RoundUp(now + delay)
                : throw Invalid($"StartOptions.Delay is {delay}.", $"Set it to a value from {TimeSpan.Zero} to {s_longestDelay}.");
        }

        return options.StartAt is not { } time ? null
            : time - now <= s_longestDelay ? RoundUp(time.ToUniversalTime())
            : throw Invalid($"StartOptions.StartAt is {time:O}, more than {s_longestDelay.TotalDays:N0} days ahead.", "Set it to an earlier time.");
    }

    private static long? Deadline(StartOptions options, DateTimeOffset now)
    {
        if (options.Timeout is not { } timeout)
        {
            return null;
        }

        return timeout > TimeSpan.Zero && timeout <= s_longestDelay
            ? RoundUp((StartTime(options, now) is { } startAt && startAt > now ? startAt : now) + timeout).ToUnixTimeMilliseconds()
            : throw Invalid($"StartOptions.Timeout is {timeout}.", $"Set it to a value above {TimeSpan.Zero}, up to {s_longestDelay}.");
    }

    // Never early: whole milliseconds are what is stored.
    private static DateTimeOffset RoundUp(DateTimeOffset time)
    {
        var rest = time.Ticks % TimeSpan.TicksPerMillisecond;
        return rest == 0 ? time : time.AddTicks(TimeSpan.TicksPerMillisecond - rest);
    }

    private static DurableException Invalid(string message, string nextAction) => new(DurableErrorCodes.OptionInvalid, message, nextAction);
}
