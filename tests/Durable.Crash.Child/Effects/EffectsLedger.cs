using System.Text;

namespace Durable.Crash.Child.Effects;

/// <summary>
/// The outside world: what steps did, one line per effect, appended by one write each and never changed. It is no part of the store, so
/// that effects (at least once) and recorded outcomes (exactly once) can be compared after a crash.
/// </summary>
internal sealed class EffectsLedger : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    public EffectsLedger(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        EndLastLine();
    }

    public void Append(Effect effect)
    {
        var line = Encoding.UTF8.GetBytes(effect.ToLine() + "\n");
        lock (_gate)
        {
            _file.Write(line);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The effects of a ledger, in order. A line that a kill cut short is no effect: nobody was told of it.</summary>
    public static IReadOnlyList<Effect> Read(string path) =>
        File.Exists(path)
            ? [.. File.ReadAllText(path).Split('\n').Select(Effect.TryParse).OfType<Effect>()]
            : [];

    private void EndLastLine()
    {
        if (_file.Length == 0)
        {
            return;
        }

        _file.Position = _file.Length - 1;
        if (_file.ReadByte() != '\n')
        {
            _file.WriteByte((byte)'\n');
        }
    }
}
