namespace Durable.Journal;

/// <summary>The stored names of <see cref="RetryMode"/>.</summary>
internal static class RetryModeNames
{
    public static string Of(RetryMode mode) => mode switch
    {
        RetryMode.Reuse => "reuse",
        RetryMode.Drop => "drop",
        RetryMode.Undo => "undo",
        _ => "compensate",
    };

    public static RetryMode Parse(string name) => name switch
    {
        "reuse" => RetryMode.Reuse,
        "drop" => RetryMode.Drop,
        "undo" => RetryMode.Undo,
        "compensate" => RetryMode.Compensate,
        _ => throw new JournalFormatException($"it holds the unknown way '{name}' to retry a run"),
    };
}
