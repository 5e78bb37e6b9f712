using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Durable.Execution;
using Durable.Journal;
using Durable.Serialization;
using Durable.Steps;

namespace Durable.Streams;

/// <summary>A source whose chunks are recorded one by one, as they come. It is enumerated like a step's body: off the run's thread, with a token, in a place of its own.</summary>
/// <remarks>
/// Replay: <c>chunk</c> recorded: it counts as given; <c>streamEnd</c> recorded: the chunks are returned, or the recorded failure is thrown, and the source is not
/// enumerated. Crash before <c>streamEnd</c>: the source is asked for once more and told how many chunks are recorded; only what it gives beyond those is new.
/// </remarks>
/// <param name="run">The run.</param>
/// <param name="id">The operation's id.</param>
/// <param name="type">The chunks' type.</param>
/// <param name="source">Given the number of chunks recorded already, what follows them.</param>
/// <param name="isWithdrawable">Whether the body can stop the stream alone.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose.")]
internal sealed class StreamOperation<T>(ActiveRun run, string id, JsonTypeInfo<T> type, Func<int, IAsyncEnumerable<T>> source, bool isWithdrawable)
    : AttemptedOperation(run, id, s_policy)
{
    // A source that runs ahead of the disk waits: what it has given must not fill the memory.
    private const int MostUnrecorded = 256;

    private static readonly StepPolicy s_policy = StepPolicy.Default with { MaxAttempts = 1 };

    private readonly TaskCompletionSource<IReadOnlyList<T>> _done = new();
    private readonly List<T> _chunks = [];

    // Made only for a stream that is enumerated.
    private SemaphoreSlim? _room;

    public Task<IReadOnlyList<T>> Task => _done.Task;

    public override string Description => $"stream '{Id}'";

    public override string Kind => "stream";

    // Its chunks are out: that it ended, and how, is recorded before the run's end.
    public override bool OutlivesBody => true;

    public override string IdempotencyKey => Run.IdempotencyKey(Id);

    protected override CancellationToken SharedCancellation => Scope.IsDetached ? Run.Lost : Run.StepCancellation;

    protected override bool IsWithdrawable => isWithdrawable || Scope.IsDetached;

    public override void Deliver(OperationRecord record)
    {
        switch (record)
        {
            case ChunkRecord chunk:
                _chunks.Add(PayloadSerializer.Read(type, chunk.Payload, "chunk", Run.RunId, Id)!);
                _room?.Release();
                break;
            case StreamEndRecord end:
                Settle();
                if (!Run.IsBodyOver)
                {
                    End(end.Error);
                }

                break;
            default:
                throw Mismatch(record);
        }
    }

    // The run's end waits for the stream's end instead.
    public override void Abandon()
    {
    }

    protected override async ValueTask<AttemptOutcome> InvokeAsync(StepContext step)
    {
        var token = step.CancellationToken;
        _room = new SemaphoreSlim(MostUnrecorded);
        await foreach (var chunk in source(_chunks.Count).WithCancellation(token).ConfigureAwait(false))
        {
            token.ThrowIfCancellationRequested();
            var json = Run.Services.Payloads.Write(type, chunk, "chunk", Run.RunId, Id);

            // Read back before it is recorded: a chunk that cannot be read must fail the stream now, not the replay later.
            PayloadSerializer.Read(type, json, "chunk", Run.RunId, Id);
            await _room.WaitAsync(token).ConfigureAwait(false);
            Run.Tell(new ChunkGiven(new ChunkRecord(Id) { Payload = json }));
        }

        return new AttemptOutcome(default);
    }

    protected override void Succeed(in AttemptOutcome outcome, int attempt) => Run.Append(new StreamEndRecord(Id));

    protected override void Fail(ErrorInfo error, int attempts) => Run.Append(new StreamEndRecord(Id) { Error = error });

    private void End(ErrorInfo? error)
    {
        switch (error)
        {
            case null:
                _done.TrySetResult(_chunks);
                break;
            case { Kind: ErrorInfo.Cancelled }:
                _done.TrySetCanceled();
                break;
            default:
                _done.TrySetException(new StreamFailedException(Run.RunId, Id, _chunks.Count, error));
                break;
        }
    }

    private sealed class ChunkGiven(ChunkRecord chunk) : IRunEvent
    {
        public void Apply(ActiveRun run) => run.Append(chunk);
    }
}
