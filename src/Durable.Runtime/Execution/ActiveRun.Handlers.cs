using Durable.Handlers;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>What messages start beside the body: signal handlers and updates, each a further branch of it.</summary>
internal sealed partial class ActiveRun
{
    private RunHandlers? _handlers;

    // The body was over before this turn, so what handlers do now nobody will see.
    private bool _handlersOver;
    private bool _readOnly;

    // Updates that came when the body had gone on to continue as new, in order.
    private List<UpdateRecord>? _late;

    private RunHandlers Handlers => _handlers ??= new RunHandlers(this);

    /// <summary>Calls a handler of the author's. Its operations belong to the run's outermost scope, whatever the body is in just then.</summary>
    public Task<T> RunHandler<T>(Func<Task<T>> handler) => _root.RunAsync(handler);

    /// <summary>Calls code of the author's that may only look at the run.</summary>
    public T ReadOnly<T>(Func<T> read)
    {
        _readOnly = true;
        try
        {
            return read();
        }
        finally
        {
            _readOnly = false;
        }
    }

    void IRecordTarget.SignalReceived(SignalRecord record)
    {
        if (IsContinuing)
        {
            // For the next generation, whether that handles it or waits for it.
            Signals.Receive(record.SignalName, record.Payload);
            return;
        }

        if (IsBodyOver)
        {
            return;
        }

        if (_definition.Handlers.FindSignal(record.SignalName) is { } handler)
        {
            Handlers.AddSignal(handler.Start(this, _context, record.Payload));
        }
        else
        {
            Signals.Receive(record.SignalName, record.Payload);
        }
    }

    void IRecordTarget.UpdateRequested(UpdateRecord record)
    {
        if (IsContinuing)
        {
            (_late ??= []).Add(record);
            return;
        }

        if (IsBodyOver)
        {
            return;
        }

        var update = _definition.Handlers.FindUpdate(record.UpdateName)
            ?? throw Mismatch(record, $"the code declares no update '{record.UpdateName}'");
        Handlers.AddUpdate(new UpdateCall(record, RunHandler(() => update.CarryOutAsync(this, _context, record.Input))));
    }

    void IRecordTarget.UpdateEnded(UpdateEndRecord record)
    {
        if (_handlers?.Finish(record) != true)
        {
            throw Mismatch(record, $"the update '{record.UpdateName}' has no outcome yet in the code");
        }

        if (!IsReplaying)
        {
            Services.Updates.Tell(Lease.RunId, record);
        }
    }

    private void TakeUpdate(InboxEntry message)
    {
        var name = message.Name ?? "";
        if (IsBodyOver && !IsContinuing)
        {
            // Whoever asked for it learns of it when the run has ended.
            return;
        }

        if (!IsContinuing && _definition.Handlers.FindUpdate(name) is null)
        {
            throw new DurableException(
                DurableErrorCodes.UpdateUnknown,
                $"Run '{RunId}' was sent the update '{name}', which its workflow '{_definition.Name}' does not declare {Versions()}.",
                "Deploy the code that declares it, then retry the run.",
                RunId);
        }

        var request = UpdateRequest.Read(message, RunId);
        Append(new UpdateRecord(request.Id, name) { Input = request.Arguments });
    }

    /// <summary>
    /// Puts updates that came too late for this generation back into the inbox, with the commit that ends it: before that, this generation would take them again. Whoever ends the generation
    /// after a crash finds them in its journal.
    /// </summary>
    private void LeaveLateUpdates()
    {
        // What is recorded with this very commit the body will not see either.
        foreach (var update in (_late ?? []).Concat(_inFlight.OfType<UpdateRecord>()))
        {
            (_sending ??= new Outbox()).Messages.Add(new RunMessage(
                RunId,
                new InboxEntry(
                    InboxKinds.Update,
                    update.UpdateName,
                    new UpdateRequest(update.OperationId, update.Input).ToPayload(),
                    DateTimeOffset.FromUnixTimeMilliseconds(Time()),
                    $"late/{StartRecord.Generation}/{update.UpdateName}/{update.OperationId}")));
        }
    }

    private void CollectHandlers()
    {
        _handlers?.RecordOutcomes();
        if (_handlers?.TakeFailure() is { } failure && !IsBodyOver && !(_cancel is not null && failure is OperationCanceledException))
        {
            NoteFailed(failure);
            EndBody(new ErrorRecord { Error = ErrorInfo.From(failure) });
        }
    }
}
