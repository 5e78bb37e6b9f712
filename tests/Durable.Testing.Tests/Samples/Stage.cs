using Durable.Testing;

namespace Durable.Tests.Testing.Samples;

/// <summary>The host that a scene is played on, whichever it is.</summary>
/// <param name="Client">The callers' client.</param>
/// <param name="SettleAsync">Completes when nothing is left but to wait.</param>
/// <param name="AdvanceAsync">Moves the clock.</param>
internal sealed record Stage(DurableClient Client, Func<Task> SettleAsync, Func<TimeSpan, Task> AdvanceAsync)
{
    public static Stage Of(DurableTestHost host) => new(host.Client, () => host.SettleAsync(), by => host.AdvanceAsync(by));

    public static Stage Of(CrashScene scene) => new(scene.Client, scene.SettleAsync, scene.AdvanceAsync);
}
