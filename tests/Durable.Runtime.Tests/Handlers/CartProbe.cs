namespace Durable.Tests.Handlers;

/// <summary>What the cart's step does, and how often it did it.</summary>
internal sealed class CartProbe
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public Func<int, Task<int>> Price { get; set; } = Task.FromResult;

    public Task<int> PriceAsync(int price)
    {
        Interlocked.Increment(ref _calls);
        return Price(price);
    }
}
