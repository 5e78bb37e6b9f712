namespace Durable;

/// <summary>The call that a <see cref="StepContext"/> tells about; asked only when the step asks.</summary>
internal interface IStepCall
{
    string RunId { get; }

    string StepId { get; }

    string IdempotencyKey { get; }
}

/// <summary>A call made up by a unit test.</summary>
internal sealed record TestStepCall(string RunId, string StepId, string IdempotencyKey) : IStepCall;
