using Microsoft.Extensions.Logging;

namespace Durable.Storage.Files;

/// <summary>What the file store logs of its work in the background, which has no caller to tell.</summary>
internal static partial class StoreLog
{
    public const string Category = "Durable.Store";

    [LoggerMessage(30, LogLevel.Warning, "The space of deleted runs in '{Segment}' could not be given back; the segment stays as it is, and is tried again with the next one that deletions make worth rewriting")]
    public static partial void NotCompacted(ILogger logger, Exception exception, string segment);

    [LoggerMessage(31, LogLevel.Error, "Giving back the space of deleted runs in '{Segment}' failed in an unexpected way; it is tried again with the next segment that deletions make worth rewriting")]
    public static partial void CompactionFailed(ILogger logger, Exception exception, string segment);

    [LoggerMessage(32, LogLevel.Warning, "The index of '{Segment}' could not be written; it is made when the store is opened again, and until then the runs that ended there stay in memory")]
    public static partial void NotIndexed(ILogger logger, Exception exception, string segment);

    [LoggerMessage(33, LogLevel.Warning, "The index of the rewritten '{Segment}' could not be replaced; the old one serves on")]
    public static partial void IndexNotReplaced(ILogger logger, Exception exception, string segment);

    [LoggerMessage(34, LogLevel.Warning, "The store could not be closed cleanly; nothing acknowledged is lost, but the next opening counts this stop as an unclean one")]
    public static partial void NotClosed(ILogger logger, Exception exception);
}
