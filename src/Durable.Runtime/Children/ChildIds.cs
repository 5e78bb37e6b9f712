using System.Security.Cryptography;
using System.Text;

namespace Durable.Children;

/// <summary>The ids of children that were given none.</summary>
internal static class ChildIds
{
    /// <summary>
    /// The operation's own key (<c>order-1/1/shipment</c>): a second start of the same operation is the same child. A key that is too long for an id,
    /// or has characters that an id must not have, is hashed.
    /// </summary>
    public static string Of(string key) =>
        RunIds.IsValid(key) ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
