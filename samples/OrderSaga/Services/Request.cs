using Durable;

namespace OrderSaga.Services;

/// <summary>What a call to one of the services carries beside its arguments.</summary>
/// <param name="OrderId">Whom the call is for.</param>
/// <param name="Step">Which call of the order it is.</param>
/// <param name="IdempotencyKey">The same for every repetition of this call: the service does it once.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="CancellationToken">Gives up waiting for the answer.</param>
public readonly record struct Request(string OrderId, string Step, string IdempotencyKey, int Attempt, CancellationToken CancellationToken)
{
    public static Request From(StepContext step) => new(step.RunId, step.StepId, step.IdempotencyKey, step.Attempt, step.CancellationToken);
}
