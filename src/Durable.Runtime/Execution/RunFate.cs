namespace Durable.Execution;

/// <summary>Why a run left a worker's memory.</summary>
internal enum RunFate
{
    /// <summary>It ended.</summary>
    Finished,

    /// <summary>It waits, or the worker stops; the lease was given back.</summary>
    Released,

    /// <summary>It is parked as stuck; the lease was given back.</summary>
    Stuck,

    /// <summary>Another worker owns it now.</summary>
    Lost,

    /// <summary>The store failed; nothing more can be written.</summary>
    StoreFailed,
}
