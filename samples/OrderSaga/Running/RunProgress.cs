namespace OrderSaga.Running;

/// <summary>How far the orders have come. Counted from many threads.</summary>
internal sealed class RunProgress(int orders, Func<int> calls)
{
    private int _fulfilled;
    private int _undone;

    public int Orders { get; } = orders;

    public int Finished => Volatile.Read(ref _fulfilled) + Volatile.Read(ref _undone);

    public void Fulfilled() => Interlocked.Increment(ref _fulfilled);

    public void Undone() => Interlocked.Increment(ref _undone);

    public override string ToString() => $"{Finished}/{Orders} orders finished ({Volatile.Read(ref _undone)} undone), {calls()} service calls";
}
