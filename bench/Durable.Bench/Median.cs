using System.Globalization;

namespace Durable.Bench;

/// <summary>Several measurements of one thing: the median, and how far they spread.</summary>
internal sealed class Median
{
    private readonly List<double> _values = [];

    public void Add(double value) => _values.Add(value);

    public double Value => Sorted[Sorted.Count / 2];

    private List<double> Sorted => [.. _values.Order()];

    public string Text(string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Value.ToString(format, CultureInfo.InvariantCulture)} ({Sorted[0].ToString(format, CultureInfo.InvariantCulture)} to {Sorted[^1].ToString(format, CultureInfo.InvariantCulture)})");
}
