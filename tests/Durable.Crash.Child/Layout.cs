namespace Durable.Crash.Child;

/// <summary>What lies where in the directory that driver and child share.</summary>
/// <param name="directory">The directory.</param>
internal sealed class Layout(string directory)
{
    public string Store { get; } = Path.Combine(directory, "store");

    public string Ledger { get; } = Path.Combine(directory, "effects.tsv");

    public string Mends { get; } = Path.Combine(directory, "mends");

    public string PoisonCause { get; } = Path.Combine(directory, "poison");
}
