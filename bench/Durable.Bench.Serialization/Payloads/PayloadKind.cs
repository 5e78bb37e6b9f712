namespace Durable.Bench.Serialization.Payloads;

/// <summary>The payloads that are compared.</summary>
public enum PayloadKind
{
    /// <summary>The order of the sample OrderSaga, with three lines.</summary>
    Order,

    /// <summary>One record of ten primitives.</summary>
    Flat,

    /// <summary>A list of a hundred such records.</summary>
    List,

    /// <summary>A dictionary of twenty.</summary>
    Dictionary,
}
