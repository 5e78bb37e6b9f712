using Durable.Execution;

namespace Durable.Scopes;

/// <summary>Where in the body an operation was asked for: how its id begins, what undoing it belongs to, whether a cancel reaches it.</summary>
/// <remarks>
/// The current scope flows with the body's own asynchronous calls, so branches of one <c>Task.WhenAll</c> each see their own.
/// </remarks>
internal sealed class OperationScope
{
    private static readonly AsyncLocal<OperationScope?> s_current = new();

    private readonly OperationIds _ids;
    private readonly string _prefix;

    private OperationScope(ActiveRun run, OperationScope? parent, string prefix, OperationIds ids, bool isDetached)
    {
        Run = run;
        Parent = parent;
        _prefix = prefix;
        _ids = ids;
        IsDetached = isDetached;
    }

    /// <summary>The run's outermost scope.</summary>
    public OperationScope(ActiveRun run)
        : this(run, parent: null, prefix: "", new OperationIds(), isDetached: false)
    {
    }

    public ActiveRun Run { get; }

    public OperationScope? Parent { get; }

    /// <summary>Operations go on although the run is cancelled.</summary>
    public bool IsDetached { get; }

    /// <summary>The scope the calling code is in, if it is one of <paramref name="run"/>.</summary>
    public static OperationScope? CurrentOf(ActiveRun run) => s_current.Value is { } scope && scope.Run == run ? scope : null;

    /// <summary>The recorded id of the next operation of this name asked for here: <c>charge</c>, <c>payment/charge#2</c>.</summary>
    public string NextId(string name) => _prefix + _ids.Next(name);

    /// <summary>A scope whose operations are recorded under <paramref name="id"/>.</summary>
    public OperationScope Named(string id) => new(Run, this, id + "/", new OperationIds(), IsDetached);

    /// <summary>A scope that a cancel does not reach; operations are recorded as if it were not there.</summary>
    public OperationScope Detached() => new(Run, this, _prefix, _ids, isDetached: true);

    public bool IsWithin(OperationScope outer)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope == outer)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Calls <paramref name="body"/> with this as its current scope; the caller's own stays what it is.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> body)
    {
        s_current.Value = this;
        return await body().ConfigureAwait(true);
    }
}
