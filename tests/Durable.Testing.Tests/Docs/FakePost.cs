namespace Durable.Tests.Testing.Docs;

/// <summary>Prints one label for each key, as a decent post does.</summary>
internal sealed class FakePost : IPost
{
    private readonly Dictionary<string, string> _labels = [];

    public int Labels => _labels.Count;

    public Task<string> PrintAsync(string address, string idempotencyKey)
    {
        lock (_labels)
        {
            _labels.TryAdd(idempotencyKey, $"label-{_labels.Count + 1}");
            return Task.FromResult(_labels[idempotencyKey]);
        }
    }

    public Task VoidAsync(string label) => Task.CompletedTask;

    public Task<string> HandOverAsync(string label, string idempotencyKey) => Task.FromResult($"handed over {label}");
}
