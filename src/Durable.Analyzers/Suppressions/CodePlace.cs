namespace Durable.Analyzers.Suppressions;

/// <summary>What the engine does with a piece of the author's code.</summary>
internal enum CodePlace
{
    /// <summary>Nothing, as far as its surroundings tell.</summary>
    Ordinary,

    /// <summary>It is replayed: the body, a handler, what they are made of.</summary>
    Workflow,

    /// <summary>It is called to do something once: a step, a compensator, the function of an inline step.</summary>
    Step,
}
