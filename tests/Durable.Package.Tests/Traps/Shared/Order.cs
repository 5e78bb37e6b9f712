using System.Collections.Generic;

namespace Shop
{
    public sealed record Order(string Id, decimal Total, IReadOnlyList<string> Skus);
}
