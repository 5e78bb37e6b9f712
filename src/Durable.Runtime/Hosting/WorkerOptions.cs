namespace Durable;

/// <summary>How a process works on runs. Checked when the host starts.</summary>
public sealed class WorkerOptions
{
    /// <summary>10,000 runs.</summary>
    public const int DefaultMaxConcurrentRuns = 10_000;

    /// <summary>1,000 steps.</summary>
    public const int DefaultMaxConcurrentSteps = 1_000;

    internal const int LargestConcurrency = 1_000_000;

    internal static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>As <see cref="IdleEviction"/>: runs stay in memory until they end. For tests, whose clocks jump.</summary>
    internal static readonly TimeSpan NoEviction = TimeSpan.FromDays(3_650_000);

    /// <summary>30 seconds.</summary>
    public static TimeSpan DefaultLeaseDuration { get; } = TimeSpan.FromSeconds(30);

    /// <summary>20 seconds: less than the 30 that a generic host grants its services by default.</summary>
    public static TimeSpan DefaultStopTimeout { get; } = TimeSpan.FromSeconds(20);

    /// <summary>2 seconds.</summary>
    public static TimeSpan DefaultIdleEviction { get; } = TimeSpan.FromSeconds(2);

    private readonly List<string> _further = [];

    /// <summary>Makes options with the defaults.</summary>
    public WorkerOptions() => Queues = _further;

    /// <summary>
    /// The queues whose runs this process takes on, by name. Unless set, they are <c>default</c>, every queue that a workflow added to this process names, and what is added here;
    /// when set to a list that is not empty, just those in it. A queue that only a step names (<see cref="StepAttribute.Queue"/>) is served where it is listed here.
    /// </summary>
    public IList<string> Queues { get; set; }

    /// <summary>The most runs held in memory at a time, 1 to 1,000,000; further ones stay in the store. Default <see cref="DefaultMaxConcurrentRuns"/>.</summary>
    public int MaxConcurrentRuns { get; set; } = DefaultMaxConcurrentRuns;

    /// <summary>The most step attempts running at a time in this process, 1 to 1,000,000; further ones wait for a place. Default <see cref="DefaultMaxConcurrentSteps"/>.</summary>
    public int MaxConcurrentSteps { get; set; } = DefaultMaxConcurrentSteps;

    /// <summary>
    /// The most step attempts at a time in this process of runs in a queue, by the queue's name, each 1 to 1,000,000; steps that run as tasks count for their own queue
    /// (<see cref="StepAttribute.Queue"/>). Default: empty, which means no limits but <see cref="MaxConcurrentSteps"/>.
    /// </summary>
    public IDictionary<string, int> MaxConcurrentStepsByQueue { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>
    /// How long another process leaves the runs of a dead one alone, 1 second to 1 hour. Default <see cref="DefaultLeaseDuration"/>.
    /// Stores that only one process can open have nothing to wait for and ignore it.
    /// </summary>
    public TimeSpan LeaseDuration { get; set; } = DefaultLeaseDuration;

    /// <summary>
    /// How long running steps may go on after the host was asked to stop, 0 to 1 hour; then their tokens are cancelled and they run again
    /// at the next start. 0 means no time at all. Default <see cref="DefaultStopTimeout"/>.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = DefaultStopTimeout;

    /// <summary>
    /// How long a run in which nothing happens stays in memory before only its row is left, 0 to 1 hour; 0 means it leaves at once.
    /// Default <see cref="DefaultIdleEviction"/>.
    /// </summary>
    public TimeSpan IdleEviction { get; set; } = DefaultIdleEviction;

    /// <exception cref="DurableException">A value is out of its range (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    internal void Validate()
    {
        foreach (var queue in Queues)
        {
            QueueName.Check(queue, $"{nameof(WorkerOptions)}.{nameof(Queues)}");
        }

        foreach (var (queue, limit) in MaxConcurrentStepsByQueue)
        {
            QueueName.Check(queue, $"{nameof(WorkerOptions)}.{nameof(MaxConcurrentStepsByQueue)}");
            Check($"{nameof(MaxConcurrentStepsByQueue)}['{queue}']", limit, 1, LargestConcurrency);
        }

        Check(nameof(MaxConcurrentRuns), MaxConcurrentRuns, 1, LargestConcurrency);
        Check(nameof(MaxConcurrentSteps), MaxConcurrentSteps, 1, LargestConcurrency);
        Check(nameof(LeaseDuration), LeaseDuration, ShortestLease, Longest);
        Check(nameof(StopTimeout), StopTimeout, TimeSpan.Zero, Longest);
        if (IdleEviction != NoEviction)
        {
            Check(nameof(IdleEviction), IdleEviction, TimeSpan.Zero, Longest);
        }
    }

    /// <summary>The queues to serve, with the default spelled out.</summary>
    internal IReadOnlySet<string> QueuesFor(IEnumerable<WorkflowDefinition> workflows) =>
        (Queues.Count == 0 || ReferenceEquals(Queues, _further)
            ? workflows.Select(workflow => workflow.Queue).Append(QueueName.Default).Concat(Queues)
            : Queues).ToHashSet(StringComparer.Ordinal);

    private static void Check<T>(string member, T value, T smallest, T largest)
        where T : IComparable<T> => OptionRange.Check(nameof(WorkerOptions), member, value, smallest, largest);
}
