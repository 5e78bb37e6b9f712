using System.Globalization;

namespace Durable.Execution;

/// <summary>Recorded operation ids: <c>charge</c>, then <c>charge#2</c>, in the order the body asks.</summary>
internal sealed class OperationIds
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public string Next(string name)
    {
        var count = _counts[name] = _counts.GetValueOrDefault(name) + 1;
        return count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}#{count}");
    }
}
