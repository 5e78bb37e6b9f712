using Durable.Journal;

namespace Durable.Handlers;

/// <summary>An update whose outcome is not recorded yet.</summary>
/// <param name="request">The recorded request.</param>
/// <param name="handling">The author's method; its result as JSON.</param>
internal sealed class UpdateCall(UpdateRecord request, Task<ReadOnlyMemory<byte>> handling)
{
    public bool IsOver => handling.IsCompleted;

    /// <summary>The outcome has been given to the journal; it counts once it is delivered back.</summary>
    public bool IsAppended { get; set; }

    public bool IsOf(UpdateEndRecord outcome) => outcome.OperationId == request.OperationId && outcome.UpdateName == request.UpdateName;

    public static bool IsAbandoned(UpdateEndRecord outcome) => outcome.Error?.Kind == DurableErrorCodes.UpdateAbandoned;

    /// <summary>The run goes on without it.</summary>
    public UpdateEndRecord Abandoned() => new(request.OperationId, request.UpdateName)
    {
        Error = new ErrorInfo(DurableErrorCodes.UpdateAbandoned, "The run continued as new before the update was over. What it had done until then stays done."),
    };

    public UpdateEndRecord Outcome()
    {
        var error = handling switch
        {
            { IsCompletedSuccessfully: true } => null,
            { IsCanceled: true } => new ErrorInfo(ErrorInfo.Cancelled, "The update was cancelled."),
            { Exception.InnerException: UpdateRefusedException refused } => new ErrorInfo(refused.Code, refused.Reason),
            _ => ErrorInfo.From(handling.Exception!.InnerException!),
        };
        return new UpdateEndRecord(request.OperationId, request.UpdateName)
        {
            Output = error is null ? handling.Result : default,
            Error = error,
        };
    }
}
