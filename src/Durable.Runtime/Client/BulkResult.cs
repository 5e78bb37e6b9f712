namespace Durable;

/// <summary>What became of many runs.</summary>
/// <param name="Items">One for each run that matched, newest run first.</param>
/// <param name="DryRun">Whether nothing was changed because that was asked for.</param>
public sealed record BulkResult(IReadOnlyList<BulkItem> Items, bool DryRun)
{
    /// <summary>The runs that matched.</summary>
    public int Matched => Items.Count;

    /// <summary>The runs it was done to, or, for a dry run, could be done to.</summary>
    public int Succeeded => Items.Count(item => item.Succeeded);

    /// <summary>The runs that refused it.</summary>
    public int Failed => Items.Count(item => !item.Succeeded);
}
