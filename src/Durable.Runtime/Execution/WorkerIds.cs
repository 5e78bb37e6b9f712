using System.Globalization;
using System.Security.Cryptography;

namespace Durable.Execution;

/// <summary>Names of workers: the process for people, random bits so that no two living workers share one.</summary>
internal static class WorkerIds
{
    public static string Next() => string.Create(
        CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
}
