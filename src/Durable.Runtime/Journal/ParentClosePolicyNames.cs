namespace Durable.Journal;

/// <summary>The stored names of <see cref="ParentClosePolicy"/>: fixed here, so that renaming a member cannot change stored data.</summary>
internal static class ParentClosePolicyNames
{
    public static string Of(ParentClosePolicy policy) => policy switch
    {
        ParentClosePolicy.Cancel => "cancel",
        ParentClosePolicy.Abandon => "abandon",
        ParentClosePolicy.Wait => "wait",
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such policy."),
    };

    public static ParentClosePolicy Parse(string name) => name switch
    {
        "cancel" => ParentClosePolicy.Cancel,
        "abandon" => ParentClosePolicy.Abandon,
        "wait" => ParentClosePolicy.Wait,
        _ => throw new JournalFormatException($"it holds the unknown policy '{name}'"),
    };
}
