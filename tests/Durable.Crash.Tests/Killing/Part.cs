using Durable.Crash.Child.Commands;

namespace Durable.Crash.Tests.Killing;

/// <summary>What a run does without being told anything more.</summary>
/// <param name="Word">What the driver says to begin it, one of <see cref="Words"/>.</param>
/// <param name="Effects">The effects that are sure to happen, without the run's prefix.</param>
internal sealed record Part(string Word, params string[] Effects)
{
    /// <summary>The run ends with it; perhaps not for ever.</summary>
    public bool Ends { get; init; }

    /// <summary>Of a <see cref="Words.Mend"/>: the how manieth.</summary>
    public int Time { get; init; } = 1;

    /// <summary>Of a <see cref="Words.Mend"/>: the step that the run is retried from; empty for the one that failed.</summary>
    public string FromStep { get; init; } = "";
}
