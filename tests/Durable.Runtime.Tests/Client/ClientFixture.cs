using System.Text;
using Durable.Execution;
using Durable.Handlers;
using Durable.Journal;
using Durable.Serialization;
using Durable.Storage;
using Durable.Storage.InMemory;
using Durable.Store.Contract;

namespace Durable.Tests.Client;

/// <summary>A client on an open store without a worker; the test itself writes what a worker would.</summary>
public sealed class ClientFixture : IAsyncDisposable
{
    private readonly StoreHandle _handle;
    private readonly TestOwner _worker = new("worker-a");

    private ClientFixture(IRunStore store, ManualTimeProvider time)
    {
        Store = store;
        Time = time;
        _handle = new StoreHandle(store);
        var registry = new WorkflowRegistry([Definition<GreetingWorkflow>(), Definition<SilentWorkflow>()]);
        Client = new DurableClient(_handle, registry, new PayloadSerializer(PayloadCap), time, new RunReader(_handle, _ => throw new InvalidOperationException("No test of these asks a run.")), new UpdateOutcomes(), new ActiveRuns());
        Greetings = new GreetingWorkflow.Client(Client);
        Silent = new SilentWorkflow.Client(Client);
    }

    public const int PayloadCap = 1024;

    public static Person Ada => new("Ada", 36);

    public DurableClient Client { get; }

    public GreetingWorkflow.Client Greetings { get; }

    public SilentWorkflow.Client Silent { get; }

    public ManualTimeProvider Time { get; }

    internal IRunStore Store { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ClientFixture> OpenAsync()
    {
        var time = new ManualTimeProvider();
        var fixture = new ClientFixture(new InMemoryStore(time), time);
        await fixture._handle.OpenAsync(Token);
        return fixture;
    }

    public static async Task<DurableException> RefusedAsync(string code, Task act)
    {
        var exception = await Assert.ThrowsAnyAsync<DurableException>(() => act);
        Assert.Equal(code, exception.Code);
        return exception;
    }

    public Task CloseAsync() => _handle.DisposeAsync().AsTask();

    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>Ends a run as a worker would.</summary>
    internal Task EndAsync(string runId, EndRecord end) => CommitAsync(runId, end, new RunState(end.Status));

    internal Task EndAsync(string runId, string resultJson) =>
        EndAsync(runId, new EndRecord { Status = RunStatus.Completed, Result = Encoding.UTF8.GetBytes(resultJson) });

    internal Task ParkStuckAsync(string runId, string reason) => CommitAsync(runId, null, new RunState(RunStatus.Stuck, Reason: reason));

    internal async Task<IReadOnlyList<InboxMessage>> InboxAsync(string runId) => await Store.ReadInboxAsync(runId, 0, Token);

    internal static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private static WorkflowDefinition Definition<T>()
        where T : class, IWorkflow<T> => T.Definition;

    private async Task CommitAsync(string runId, JournalRecord? record, RunState state)
    {
        var claimed = await Store.ClaimAsync(
            new ClaimRequest
            {
                Owner = _worker,
                Queues = new HashSet<string> { "default", "bulk" },
                Workflows = new HashSet<(string, int)> { ("greeting", 1), ("silent", 1) },
                Max = 100,
                LeaseDuration = TimeSpan.FromMinutes(1),
            },
            Token);
        var run = claimed.Single(run => run.Run.RunId == runId);
        record?.Stamp(run.Run.Length + 1, Time.GetUtcNow().ToUnixTimeMilliseconds());
        var outcome = await Store.CommitAsync(
            new RunCommit
            {
                Lease = run.Lease,
                ExpectedLength = run.Run.Length,
                Records = record is null ? [] : [RecordWriter.Write(record)],
                State = state,
                InboxTaken = run.Inbox.Count,
            },
            Token);
        Assert.Equal(CommitOutcome.Applied, outcome);
        foreach (var other in claimed)
        {
            await Store.ReleaseAsync(other.Lease, Token);
        }
    }
}
