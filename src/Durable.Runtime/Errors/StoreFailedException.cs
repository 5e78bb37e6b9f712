namespace Durable;

/// <summary>A write or flush of the store failed. It accepts nothing more until it is reopened; what was acknowledged before is kept.</summary>
/// <param name="message">What failed, and where.</param>
/// <param name="innerException">The cause.</param>
public sealed class StoreFailedException(string message, Exception? innerException = null)
    : DurableException(
        DurableErrorCodes.StoreFailed,
        message,
        "Repair the disk or free space, then restart the process: it reopens the store and goes on from what was acknowledged.",
        innerException: innerException);
