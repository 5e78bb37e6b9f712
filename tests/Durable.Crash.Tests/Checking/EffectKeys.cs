using System.Text.RegularExpressions;

namespace Durable.Crash.Tests.Checking;

/// <summary>The idempotency keys that effects are written down under.</summary>
internal static partial class EffectKeys
{
    /// <summary>A key as it was before its operation was undone and then done again, which gives it another one: <c>run/1/charge~12</c>.</summary>
    public static string Plain(string key) => Again().Replace(key, "");

    [GeneratedRegex(@"~\d+(?=/|$)")]
    private static partial Regex Again();
}
