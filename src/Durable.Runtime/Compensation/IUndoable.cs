using Durable.Execution;
using Durable.Scopes;

namespace Durable.Compensation;

/// <summary>What a run can undo: a step, or a child.</summary>
internal interface IUndoable
{
    /// <summary>The recorded id of what is undone.</summary>
    string Id { get; }

    /// <summary>Where in the body it was asked for.</summary>
    OperationScope Scope { get; }

    /// <summary>The operation that undoes it, an <see cref="IUndo"/>.</summary>
    Operation Undo(Unwinding unwinding);
}
