using Durable.Steps;

namespace Durable.Execution;

/// <summary>An attempt and the limits it needs, which it has or waits for.</summary>
internal sealed class LimitHold(AttemptedOperation attempt)
{
    public AttemptedOperation Attempt { get; } = attempt;

    public List<NamedLimit> Limits { get; } = new(2);

    public HoldState State { get; set; }

    /// <summary>Ends the wait when the attempt is cancelled.</summary>
    public CancellationTokenRegistration Registration { get; set; }
}

/// <summary>How far an attempt has come with its limits.</summary>
internal enum HoldState
{
    Waiting,
    Taken,
    GivenUp,
}

/// <summary>One limit, and who waits for it.</summary>
internal sealed class NamedLimit(string name)
{
    public string Name { get; } = name;

    public int Max { get; set; }

    public int Running { get; set; }

    /// <summary>Attempts that have it or will, wherever they wait: while there are any, it must stay the one of its name.</summary>
    public int Users { get; set; }

    public Queue<LimitHold> Waiting { get; } = new();
}
