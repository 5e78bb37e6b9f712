namespace Durable.Tests.Storage;

/// <summary>Stops the next flush until released, so that lines queue up behind it.</summary>
internal sealed class FlushHold : IDisposable
{
    private readonly FaultyFiles _files;
    private readonly ManualResetEventSlim _reached = new();
    private readonly ManualResetEventSlim _released = new();

    public FlushHold(FaultyFiles files, bool fail = false)
    {
        _files = files;
        files.Fault = done =>
        {
            if (done.Name != "Flush" || _reached.IsSet)
            {
                return null;
            }

            _reached.Set();
            _released.Wait(TimeSpan.FromSeconds(20));
            return fail ? 0 : null;
        };
    }

    public void WaitUntilReached() => Assert.True(_reached.Wait(TimeSpan.FromSeconds(20)));

    public void Release() => _released.Set();

    public void Dispose()
    {
        _files.Fault = null;
        _released.Set();
    }
}
