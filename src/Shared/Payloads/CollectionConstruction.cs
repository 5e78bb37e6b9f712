namespace Durable.Shared.Payloads;

/// <summary>What reading a collection starts from.</summary>
internal enum CollectionConstruction
{
    /// <summary>The serializer's own choice: a list, set or dictionary behind an interface; an array's buffer.</summary>
    BySerializer,

    /// <summary>The parameterless constructor.</summary>
    New,

    /// <summary>All items at once.</summary>
    FromItems,
}
