using System.Collections.Concurrent;
using Durable.Generated;
using Durable.Steps;

namespace Durable.Testing;

/// <summary>The fakes of one host, by workflow and step.</summary>
internal sealed class StepFakes : StepInterceptor
{
    private readonly ConcurrentDictionary<(string Workflow, string Step), Delegate> _steps = new();
    private readonly ConcurrentDictionary<(string Workflow, string Step), Func<FakeCall, Task>> _undos = new();

    public void Set<TResult>(string workflow, string step, Func<FakeCall, Task<TResult>> fake) => _steps[(workflow, step)] = fake;

    public void SetUndo(string workflow, string step, Func<FakeCall, Task> fake) => _undos[(workflow, step)] = fake;

    public override Task<TResult>? TryInvoke<TInput, TResult>(
        string workflow, StepDefinition<TInput, TResult> step, ReadOnlyMemory<byte> input, StepContext context) =>
        _steps.TryGetValue((workflow, step.Id), out var fake)
            ? ((Func<FakeCall, Task<TResult>>)fake)(new FakeCall(input, context))
            : null;

    public override Task? TryUndo(string workflow, string stepId, ReadOnlyMemory<byte> input, StepContext context) =>
        _undos.TryGetValue((workflow, stepId), out var fake) ? fake(new FakeCall(input, context)) : null;
}
