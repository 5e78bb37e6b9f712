using Durable.Generated;

namespace Durable.Testing;

// Other runs: signals to them, and children.
public sealed partial class TestWorkflowContext
{
    private readonly Dictionary<string, Func<object?, Task<object?>>> _children = new(StringComparer.Ordinal);

    /// <summary>The signals that the body sent to other runs, in order.</summary>
    public IList<(string RunId, string Signal, object? Value)> Sent { get; } = [];

    /// <summary>The children that the body started, in order.</summary>
    public IList<(string Workflow, object? Input)> Children { get; } = [];

    /// <summary>Says what children of a workflow do: a child that throws fails in its parent as <see cref="ChildFailedException"/>.</summary>
    /// <typeparam name="TChild">The child's workflow class.</typeparam>
    /// <param name="child">Given the child's input, its result; null for one without.</param>
    /// <returns>This, for the next one.</returns>
    public TestWorkflowContext WithChild<TChild>(Func<object?, Task<object?>> child)
        where TChild : class, IWorkflow<TChild>
    {
        ArgumentNullException.ThrowIfNull(child);
        _children[TChild.Definition.Name] = child;
        return this;
    }

    /// <inheritdoc/>
    public override Task SignalAsync<T>(string runId, Signal<T> signal, T value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        ArgumentNullException.ThrowIfNull(signal);
        if (Refuse<Nothing>(cancellationToken) is { } refused)
        {
            return refused;
        }

        Sent.Add((runId, signal.Name, value));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<TResult> RunChildAsync<TInput, TResult>(
        WorkflowDefinition<TInput, TResult> workflow, TInput input, ChildOptions? options, CancellationToken cancellationToken) =>
        Refuse<TResult>(cancellationToken) ?? Begin(workflow, input, options).ResultAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task<ChildRun<TResult>> StartChildAsync<TInput, TResult>(
        WorkflowDefinition<TInput, TResult> workflow, TInput input, ChildOptions? options, CancellationToken cancellationToken) =>
        Refuse<ChildRun<TResult>>(cancellationToken) ?? Task.FromResult<ChildRun<TResult>>(Begin(workflow, input, options));

    private TestChild<TResult> Begin<TInput, TResult>(WorkflowDefinition<TInput, TResult> workflow, TInput input, ChildOptions? options)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        if (!_children.TryGetValue(workflow.Name, out var child))
        {
            throw new InvalidOperationException($"The body started a child of workflow '{workflow.Name}', and the test has not said what that does. Call WithChild first.");
        }

        Children.Add((workflow.Name, input));
        var id = NextId(workflow.Name);
        return new TestChild<TResult>(this, id, options?.RunId ?? $"{RunId}/{id}", CallAsync(child, input));
    }

    // What it throws at once is its failure, too.
    private static async Task<object?> CallAsync(Func<object?, Task<object?>> child, object? input) => await child(input).ConfigureAwait(true);

    private sealed class TestChild<TResult>(TestWorkflowContext context, string operationId, string runId, Task<object?> end) : ChildRun<TResult>
    {
        public override string RunId => runId;

        public override async Task<TResult> ResultAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                return await end.WaitAsync(cancellationToken).ConfigureAwait(true) is { } result ? (TResult)result : default!;
            }
#pragma warning disable CA1031 // as the engine does it
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                throw new ChildFailedException(context.RunId, operationId, runId, RunStatus.Failed, ErrorInfo.From(exception));
            }
        }

        public override Task SignalAsync<T>(Signal<T> signal, T value) => context.SignalAsync(runId, signal, value);

        public override Task CancelAsync(string? reason = null) => Task.CompletedTask;
    }
}
