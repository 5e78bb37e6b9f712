using Durable.Storage;

namespace Durable.Showing;

/// <summary>What a run in memory looks like now, which is further than its row where nothing of it has to be durable.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Summary">What it shows.</param>
internal sealed record RunView(RunState State, RunSummary Summary);
