using System.Threading.Channels;
using Durable.Storage;

namespace Durable.Store.Contract;

/// <summary>A worker that only remembers what it was told.</summary>
public sealed class TestOwner(string workerId) : IRunOwner
{
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

    /// <inheritdoc/>
    public string WorkerId { get; } = workerId;

    /// <summary>The runs it was told about, in order.</summary>
    public ChannelReader<string> Told => _told.Reader;

    /// <inheritdoc/>
    public void InboxChanged(string runId) => _told.Writer.TryWrite(runId);
}
