using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Durable.Crash.Child.Commands;

namespace Durable.Crash.Tests.Killing;

/// <summary>One life: a real process that works on the directory until it is killed, stopped, or kills itself.</summary>
internal sealed class ChildProcess : IDisposable
{
    // Far above what anything here takes; reaching it means that something hangs, and what.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Channel<string[]> _heard = Channel.CreateUnbounded<string[]>();
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private ChildProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = Task.Run(ReadAsync);
    }

    public int Id => _process.Id;

    public static ChildProcess Start(string directory, int life)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Durable.Crash.Child" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(program, [directory, life.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        return new ChildProcess(process);
    }

    public void Say(params string[] words)
    {
        try
        {
            _process.StandardInput.WriteLine(string.Join('\t', words));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It is dead already; what it did not acknowledge is said again in its next life.
        }
    }

    /// <summary>The next line, or null when the process is gone and all it said was heard.</summary>
    public async Task<string[]?> HearAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            return await _heard.Reader.WaitToReadAsync(limit.Token) && _heard.Reader.TryRead(out var line) ? line : null;
        }
        catch (OperationCanceledException)
        {
            Kill();
            throw new TimeoutException($"The child said nothing for {s_patience}. {await _errors}");
        }
    }

    /// <summary>What was said already.</summary>
    public bool TryHear(out string[]? line) => _heard.Reader.TryRead(out line);

    /// <summary>SIGKILL, and wait until the system has taken the process away with everything it held.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for an end that comes by itself; returns the exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Everything said until the process was gone, and not heard yet. A line it could still write counts as said.</summary>
    public async Task<IReadOnlyList<string[]>> RestAsync()
    {
        await _reading;
        var rest = new List<string[]>();
        while (_heard.Reader.TryRead(out var line))
        {
            rest.Add(line);
        }

        return rest;
    }

    /// <summary>Nothing may be written there; an unhandled exception would be.</summary>
    public async Task<string> ErrorsAsync() => await _errors;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        // A line that a kill cut short is none: nobody was told.
        var text = _process.StandardOutput;
        while (await text.ReadLineAsync() is { } line)
        {
            _heard.Writer.TryWrite(line.Split('\t'));
        }

        _heard.Writer.Complete();
    }
}
