using Durable.Journal;

namespace Durable.Compensation;

/// <summary>An operation that undoes something.</summary>
internal interface IUndo
{
    /// <summary>Its outcome is recorded: nothing is left to wait for.</summary>
    void Finish(UndoRecord record);
}
