using System.Collections.Concurrent;

namespace Shop;

public sealed class Shelf
{
    private readonly ConcurrentDictionary<string, int> _taken = new(StringComparer.Ordinal);

    public Task TakeAsync(string sku, int quantity)
    {
        _taken.AddOrUpdate(sku, quantity, (_, taken) => taken + quantity);
        return Task.CompletedTask;
    }

    public override string ToString() => string.Join(", ", _taken.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));
}
