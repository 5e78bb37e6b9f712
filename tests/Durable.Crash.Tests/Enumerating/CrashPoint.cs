using Durable.Crash.Child;

namespace Durable.Crash.Tests.Enumerating;

/// <summary>One moment at which a machine may end, and what is there afterwards.</summary>
/// <param name="When">For the message of a failed test.</param>
/// <param name="Store">The store's files.</param>
/// <param name="Ledger">The outside world's memory.</param>
/// <param name="Acknowledged">What callers had been told.</param>
internal sealed record CrashPoint(string When, DiskImage Store, byte[] Ledger, IReadOnlySet<Acknowledgement> Acknowledged)
{
    /// <summary>Before anything happened.</summary>
    public static readonly CrashPoint Nothing = new("", new DiskImage(new Dictionary<string, byte[]>()), [], new HashSet<Acknowledgement>());

    public void WriteTo(Layout layout)
    {
        Store.WriteTo(layout.Store);
        File.WriteAllBytes(layout.Ledger, Ledger);
    }
}
