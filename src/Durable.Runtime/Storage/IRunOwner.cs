namespace Durable.Storage;

/// <summary>A worker, as stores see it: who holds leases, and whom to tell about runs it holds.</summary>
public interface IRunOwner
{
    /// <summary>Names the worker in rows and messages; unique among living workers.</summary>
    string WorkerId { get; }

    /// <summary>
    /// A run this worker holds has new inbox messages; read them with <see cref="IRunStore.ReadInboxAsync"/>.
    /// Called on any thread, after the messages are durable, and must return quickly.
    /// </summary>
    void InboxChanged(string runId);
}
