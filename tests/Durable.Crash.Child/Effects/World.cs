using System.Globalization;

namespace Durable.Crash.Child.Effects;

/// <summary>What the workflows' steps act upon.</summary>
/// <param name="ledger">Where every effect is written down.</param>
/// <param name="told">Called after each effect.</param>
/// <param name="life">Numbers the process among those that worked on the directory, so that its tokens are its own.</param>
internal sealed class World(EffectsLedger ledger, Action<Effect> told, int life)
{
    private int _executions;

    /// <summary>Acts, and returns what nobody else returns.</summary>
    public Task<string> ActAsync(StepContext step, string input) => Task.FromResult(Record(step, input, failed: false));

    /// <summary>As <see cref="ActAsync"/>, but every attempt before <paramref name="successOn"/> fails after it acted.</summary>
    public Task<string> ActAtLastAsync(StepContext step, string input, int successOn)
    {
        if (step.Attempt >= successOn)
        {
            return ActAsync(step, input);
        }

        Record(step, input, failed: true);
        throw new InvalidOperationException($"Attempt {step.Attempt} was told to fail.");
    }

    /// <summary>Acts, then fails for good.</summary>
    public Task<string> ActAndFailAsync(StepContext step, string input)
    {
        Record(step, input, failed: true);
        throw new NonRetryableException($"It was told to fail, given {input}.");
    }

    private string Record(StepContext step, string input, bool failed)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"{step.StepId}@{life}.{Interlocked.Increment(ref _executions)}");
        var effect = new Effect(step.IdempotencyKey, token, step.Attempt, failed, input);
        ledger.Append(effect);
        told(effect);
        return token;
    }
}
