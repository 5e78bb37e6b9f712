using System.Text.Json;
using Durable.Execution;
using Durable.Journal;

namespace Durable.Asks;

/// <summary>A question that waits for its answer.</summary>
/// <remarks>
/// Replay: <c>ask</c> recorded: the recorded expiry counts, whatever the code computes now. <c>answer</c> recorded: the question ends with it, unless
/// <c>timeout</c> was recorded before. An answer is a record of the run and may come before its question is recorded, or asked. Crash before <c>ask</c>: it is
/// recorded when the body gets there again.
/// </remarks>
internal abstract class AskOperation(ActiveRun run, string id, string name, AskPrompt prompt, long? until) : Operation(run, id)
{
    private bool _recorded;
    private bool _expiring;

    public override string Description => $"the question '{Id}'";

    public override string Kind => "ask";

    public override PendingOperation Show() => base.Show() with { DueAt = TimeOf(Until) };

    public string Name { get; } = name;

    public AskPrompt Prompt { get; private set; } = prompt;

    /// <summary>UTC, in milliseconds since 1970; null for never.</summary>
    public long? Until { get; private set; } = until;

    /// <summary>The answer as it is recorded, if the question allows it.</summary>
    /// <exception cref="DurableException">It does not (<see cref="DurableErrorCodes.AnswerInvalid"/>).</exception>
    public abstract ReadOnlyMemory<byte> Check(JsonElement answer);

    public void Answer(ReadOnlyMemory<byte> json)
    {
        Settle();
        Answered(json);
    }

    public override void Deliver(OperationRecord record)
    {
        switch (record)
        {
            case AskRecord ask when ask.AskName == Name:
                _recorded = true;
                Until = ask.Until == 0 ? null : ask.Until;
                Prompt = JsonSerializer.Deserialize(ask.Prompt.Span, AskJson.Default.AskPrompt) ?? Prompt;
                break;
            case TimeoutRecord when Until is not null:
                if (!IsSettled)
                {
                    Settle();
                    Expired(new AskExpiredException(Run.RunId, Id));
                }

                break;
            default:
                throw Mismatch(record);
        }
    }

    public override void Begin()
    {
        if (!_recorded)
        {
            Run.Append(new AskRecord(Id, Name)
            {
                Prompt = JsonSerializer.SerializeToUtf8Bytes(Prompt, AskJson.Default.AskPrompt),
                Until = Until ?? 0,
            });
        }

        if (Until is { } dueAt)
        {
            Run.WaitUntil(dueAt, this);
        }
    }

    public override void Due()
    {
        if (!_expiring)
        {
            _expiring = true;
            Run.Append(new TimeoutRecord(Id));
        }
    }

    public override void Cancel()
    {
        Settle();
        Cancelled();
    }

    protected DurableException Invalid(string fault, Exception? cause = null) => new(
        DurableErrorCodes.AnswerInvalid,
        $"The answer to '{Id}' of the run '{Run.RunId}' {fault}.",
        "Answer as the question asks. Nothing was stored.",
        Run.RunId,
        Id,
        cause);

    protected abstract void Answered(ReadOnlyMemory<byte> json);

    protected abstract void Expired(AskExpiredException exception);

    protected abstract void Cancelled();
}
