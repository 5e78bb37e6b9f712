namespace Durable.Crash.Tests.Enumerating;

/// <summary>Everything that happened while a workload ran once without a fault, in one order: what the store did to its disk, what callers were told.</summary>
/// <param name="root">The store's directory.</param>
/// <param name="ledger">The file of the outside world's memory.</param>
/// <param name="from">What was there before.</param>
internal sealed class Recording(string root, string ledger, CrashPoint from)
{
    private readonly List<(DiskOperation Operation, int LedgerLength)> _operations = [];
    private readonly List<(Acknowledgement Acknowledged, int Position)> _acknowledged = [];
    private byte[] _world = [];

    /// <summary>Held around an operation, so that the order here is the order on the disk.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Notes an operation that is about to be done.</summary>
    public void Add(DiskOperation operation) =>
        _operations.Add((operation with { Path = Relative(operation.Path) }, File.Exists(ledger) ? (int)new FileInfo(ledger).Length : 0));

    public string Relative(string path) => Path.GetRelativePath(root, path) is var relative && relative == "." ? "" : relative;

    public void Add(Acknowledgement acknowledged)
    {
        lock (Gate)
        {
            _acknowledged.Add((acknowledged, _operations.Count));
        }
    }

    /// <summary>Keeps the outside world's memory, as long as its file is there.</summary>
    public void Close() => _world = File.ReadAllBytes(ledger);

    /// <summary>Every state that a failure could have left, each once, in order of time.</summary>
    public IEnumerable<CrashPoint> CrashPoints()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var disk = new DiskModel(from.Store);
        for (var position = 0; position <= _operations.Count; position++)
        {
            var next = position < _operations.Count ? _operations[position].Operation : null;
            var ledgerLength = position < _operations.Count ? _operations[position].LedgerLength : _world.Length;
            var acknowledged = _acknowledged.Where(given => given.Position <= position).Select(given => given.Acknowledged)
                .Union(from.Acknowledged).ToHashSet();
            foreach (var failure in Enum.GetValues<DiskFailure>())
            {
                if (ImageAfter(position, failure) is { } image && known.Add($"{image.Name()} {ledgerLength} {acknowledged.Count}"))
                {
                    yield return new CrashPoint(
                        $"{from.When}{failure} before operation {position}, {Describe(next)}; ", image, _world[..ledgerLength], acknowledged);
                }
            }

            if (next is not null)
            {
                disk.Apply(next);
            }
        }

        DiskImage? ImageAfter(int position, DiskFailure failure) =>
            failure != DiskFailure.ProcessKilledInWrite ? disk.After(failure)
            : position < _operations.Count && _operations[position].Operation is DiskOperation.Write { Bytes.Length: > 1 } write ? Torn(position, write.Bytes.Length / 2)
            : null;
    }

    /// <summary>Every state that a power failure in the middle of one write can have left: so many of its bytes, and behind them padding or nothing.</summary>
    public IEnumerable<CrashPoint> TornWrites()
    {
        // The longest write of a few lines: long enough to be torn in all places, short enough to try them all.
        const int Longest = 800;
        var (position, write) = _operations.Index()
            .Select(entry => (entry.Index, Write: entry.Item.Operation as DiskOperation.Write))
            .Where(entry => entry.Write is { Offset: > 0, Bytes: { Length: <= Longest } bytes } && bytes.Contains((byte)'\n'))
            .MaxBy(entry => entry.Write!.Bytes.Length);
        var acknowledged = _acknowledged.Where(given => given.Position <= position).Select(given => given.Acknowledged).ToHashSet();
        for (var length = 1; length < write!.Bytes.Length; length++)
        {
            foreach (var cut in new[] { false, true })
            {
                yield return new CrashPoint(
                    $"{length} bytes of {Describe(write)}{(cut ? ", and no padding" : "")}; ",
                    Torn(position, length, cut),
                    _world[.._operations[position].LedgerLength],
                    acknowledged);
            }
        }
    }

    private DiskImage Torn(int position, int length, bool cut = false)
    {
        var disk = new DiskModel(from.Store);
        foreach (var (operation, _) in _operations.Take(position))
        {
            disk.Apply(operation);
        }

        var write = (DiskOperation.Write)_operations[position].Operation;
        disk.Apply(write with { Bytes = write.Bytes[..length] });
        if (cut)
        {
            disk.Apply(new DiskOperation.SetLength(write.Path, write.Offset + length));
        }

        return disk.After(DiskFailure.ProcessKilled);
    }

    private static string Describe(DiskOperation? operation) => operation switch
    {
        null => "after the last one",
        DiskOperation.Write write => $"write of {write.Bytes.Length} bytes at {write.Offset} of '{write.Path}'",
        _ => $"{operation.GetType().Name} of '{operation.Path}'",
    };
}
