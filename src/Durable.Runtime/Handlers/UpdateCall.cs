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
