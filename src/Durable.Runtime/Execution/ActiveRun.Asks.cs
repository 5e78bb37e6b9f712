using Durable.Asks;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>Questions to people, and their answers.</summary>
internal sealed partial class ActiveRun
{
    // Answers whose question the body has not asked yet: the caller saw the run further than the journal was then.
    private Dictionary<string, ReadOnlyMemory<byte>>? _answers;

    /// <summary>The questions that wait for answers, in order of asking.</summary>
    public IReadOnlyList<AskOperation> OpenAsks => IsBodyOver ? [] : [.. Outstanding().OfType<AskOperation>()];

    public void Ask(AskOperation ask, CancellationToken withdrawal)
    {
        Ask((Operation)ask, withdrawal);
        if (_answers is not null && _answers.Remove(ask.Id, out var answer))
        {
            ask.Answer(answer);
        }
    }

    void IRecordTarget.AnswerReceived(AnswerRecord record)
    {
        if (_operations.TryGetValue(record.OperationId, out var operation) && operation is AskOperation ask)
        {
            ask.Answer(record.Payload);
        }
        else if (!IsBodyOver && _forgotten?.Contains(record.OperationId) != true)
        {
            (_answers ??= new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal))[record.OperationId] = record.Payload;
        }
    }

    private AnswerRecord ToRecord(InboxEntry message)
    {
        var answer = AnswerMessage.Read(message, RunId);
        return new AnswerRecord(message.Name ?? "") { Payload = answer.Json, Key = answer.Key };
    }
}
