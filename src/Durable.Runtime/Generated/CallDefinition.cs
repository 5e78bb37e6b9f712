using System.ComponentModel;

namespace Durable.Generated;

/// <summary>What the descriptions of queries and updates have in common: both are called by name, with arguments, for a result.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CallDefinition
{
    private protected CallDefinition(string name, PayloadMask? argumentsMask, PayloadMask? resultMask)
    {
        Name = name;
        ArgumentsMask = argumentsMask;
        ResultMask = resultMask;
    }

    /// <summary>The stable name.</summary>
    public string Name { get; }

    /// <summary>What of the arguments is not to be shown; null when all may be.</summary>
    public PayloadMask? ArgumentsMask { get; }

    /// <summary>What of the result is not to be shown; null when all may be.</summary>
    public PayloadMask? ResultMask { get; }
}
