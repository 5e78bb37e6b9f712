using Durable.Storage;

namespace Durable.Execution;

/// <summary>What a run's next commit does beyond the run itself.</summary>
internal sealed class Outbox
{
    public List<RunMessage> Messages { get; } = [];

    public List<NewRun> NewRuns { get; } = [];

    public void Clear()
    {
        Messages.Clear();
        NewRuns.Clear();
    }

    /// <summary>Puts what another one held before what this one holds.</summary>
    public void TakeBack(Outbox earlier)
    {
        Messages.InsertRange(0, earlier.Messages);
        NewRuns.InsertRange(0, earlier.NewRuns);
        earlier.Clear();
    }
}
