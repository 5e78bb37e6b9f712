using System.Text;

namespace Durable.Crash.Child.Commands;

/// <summary>Tells the driver, one line at a time, what has happened: always after it has, never before.</summary>
internal sealed class Reporter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stream _output = Console.OpenStandardOutput();

    public void Tell(params ReadOnlySpan<string> words)
    {
        // One write per line, so that a kill leaves whole lines.
        var line = Encoding.UTF8.GetBytes(string.Join('\t', words) + "\n");
        lock (_gate)
        {
            _output.Write(line);
        }
    }

    public void Dispose() => _output.Dispose();
}
