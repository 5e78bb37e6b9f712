namespace Durable.Storage;

/// <summary>A worker, as stores see it: who holds leases, and whom to tell about runs it holds.</summary>
public interface IRunOwner
{
    /// <summary>Names the worker in rows and messages; unique among living workers.</summary>
    string WorkerId { get; }

    /// <summary>
    /// A run this worker holds has new inbox messages; read them with <see cref="IRunStore.ReadInboxAsync(RunLease, long, CancellationToken)"/>.
    /// Called on any thread, after the messages are durable, and must return quickly.
    /// </summary>
    void InboxChanged(string runId);

    /// <summary>
    /// A message to a run this worker holds is being written. Read with its lease (<see cref="IRunStore.ReadInboxAsync(RunLease, long, CancellationToken)"/>) it can be taken at once:
    /// what the run commits from now on becomes durable after it, or not at all. A store need not call this.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <returns>False when <see cref="InboxChanged"/> is to be called once the message is durable.</returns>
    /// <remarks>Called on the sender's thread, and must return quickly.</remarks>
    bool InboxChanging(string runId) => false;
}
