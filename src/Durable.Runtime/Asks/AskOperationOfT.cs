using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Durable.Execution;
using Durable.Serialization;

namespace Durable.Asks;

/// <inheritdoc/>
internal sealed class AskOperation<T>(ActiveRun run, string id, string name, AskPrompt prompt, long? until, JsonTypeInfo<T> type)
    : AskOperation(run, id, name, prompt, until)
{
    private readonly TaskCompletionSource<T> _done = new();

    public Task<T> Task => _done.Task;

    public override ReadOnlyMemory<byte> Check(JsonElement answer)
    {
        if (Explain(answer) is { } fault)
        {
            throw Invalid(fault);
        }

        T value;
        try
        {
            value = GivenPayload.Read(type, answer, Run.Services.Payloads, $"answer to '{Id}'", Run.RunId);
        }
        catch (DurableException exception) when (exception.Code == DurableErrorCodes.PayloadInvalid)
        {
            throw Invalid($"is no {typeof(T).Name}", exception);
        }

        return Run.Services.Payloads.Write(type, value, "answer", Run.RunId, Id);
    }

    private string? Explain(JsonElement answer)
    {
        try
        {
            return AnswerCheck.Explain(Prompt, answer);
        }
        catch (InvalidOperationException)
        {
            // JSON may hold half a character.
            return "is no text";
        }
    }

    protected override void Answered(ReadOnlyMemory<byte> json) =>
        _done.TrySetResult(PayloadSerializer.Read(type, json, "answer", Run.RunId, Id)!);

    protected override void Expired(AskExpiredException exception) => _done.TrySetException(exception);

    protected override void Cancelled() => _done.TrySetCanceled();
}
