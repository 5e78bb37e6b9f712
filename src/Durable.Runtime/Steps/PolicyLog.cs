using Microsoft.Extensions.Logging;

namespace Durable.Steps;

/// <summary>What is logged about configured policies.</summary>
internal static partial class PolicyLog
{
    [LoggerMessage(20, LogLevel.Warning, "The setting '{Path}' has no effect here: this process {Reason}")]
    public static partial void NamesNoStep(ILogger logger, string path, string reason);
}
