using System.Diagnostics;
using System.Threading.Channels;

namespace Durable.Samples.Tests;

/// <summary>A sample that runs as a program of its own, as a reader of the page would start it.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private SampleProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static SampleProcess Start(string sample, params string[] arguments)
    {
        // Beside this test's own output: one directory up for the configuration, one for the project.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(output.Parent!.Parent!.FullName, sample, output.Name, sample + ".dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        return new SampleProcess(Process.Start(start)!);
    }

    /// <summary>The next line that contains the text, and everything before it is taken.</summary>
    public async Task<string> LineAsync(string text)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"""
            The sample never printed '{text}', but:
            {string.Join('\n', _seen)}
            {await _errors}
            """);
    }

    /// <summary>Everything the sample printed until it ended by itself, successfully.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await _process.WaitForExitAsync(Token);
        await _reading;
        Assert.True(_process.ExitCode == 0, $"Exit code {_process.ExitCode}:\n{string.Join('\n', _seen)}\n{await _errors}");
        return _seen;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _seen.Add(line);
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }
}
