using Durable.Storage;

namespace Durable.Execution;

/// <summary>Who asked for the row of another run.</summary>
internal interface IRunLookup
{
    /// <summary>Called once, on the asking run's thread, while that is live.</summary>
    void Found(RunRow? row);
}
