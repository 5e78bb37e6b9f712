namespace Durable.Payloads;

/// <summary>What can be wrong with a stored payload. Where it is, is added by who knows.</summary>
internal static class PayloadErrors
{
    public static DurableException Corrupt(string why, Exception? innerException = null) => new(
        DurableErrorCodes.PayloadCorrupt,
        $"A stored payload cannot be read: {why}.",
        "Restore the store from a backup; then retry the run.",
        innerException: innerException);

    public static DurableException KeyUnknown(string id) => new(
        DurableErrorCodes.PayloadKeyUnknown,
        $"A stored payload was encrypted with the key '{id}', which this process does not have.",
        "Give the codec that key among its previous keys; then retry the run.");

    public static DurableException CodecUnknown(string name) => new(
        DurableErrorCodes.PayloadCodecUnknown,
        $"A stored payload was encoded with the codec '{name}', which this process does not have.",
        "Add it to PayloadOptions.Codecs, or to ReadCodecs where it is no longer to be written; then retry the run.");

    public static DurableException CodecFailed(string name, Exception exception) => new(
        DurableErrorCodes.PayloadCodecFailed,
        $"The codec '{name}' failed: {exception.Message}",
        "Make it work; then retry the call, or the run.",
        innerException: exception);

    public static DurableException ArtifactMissing(string id) => new(
        DurableErrorCodes.ArtifactMissing,
        $"The artifact '{id}', which holds a stored payload, is not there.",
        "Restore it from a backup; then retry the run.");

    public static DurableException ArtifactCorrupt(string id) => new(
        DurableErrorCodes.ArtifactCorrupt,
        $"The artifact '{id}', which holds a stored payload, has other bytes than were written.",
        "Restore it from a backup; then retry the run.");

    /// <summary>Whether an exception tells of a payload that cannot be read, or not be encoded.</summary>
    public static bool IsOne(Exception exception) => exception is DurableException
    {
        Code: DurableErrorCodes.PayloadCorrupt or DurableErrorCodes.PayloadKeyUnknown or DurableErrorCodes.PayloadCodecUnknown
            or DurableErrorCodes.PayloadCodecFailed or DurableErrorCodes.ArtifactMissing or DurableErrorCodes.ArtifactCorrupt
    };

    /// <summary>The same error with the run and the place in it.</summary>
    public static DurableException In(this DurableException error, string runId, string place) => new(
        error.Code, $"{place} of run '{runId}': {error.Message}", nextAction: null, runId, innerException: error) { NextAction = error.NextAction };
}
