using System.Diagnostics;

namespace Durable.Crash.Child.Effects;

/// <summary>Why a poison run kills its process: a file. Removing it is what an operator would call mending the cause.</summary>
/// <param name="path">The file.</param>
internal sealed class PoisonCause(string path)
{
    public void KillIfPresent()
    {
        if (!File.Exists(path))
        {
            return;
        }

        // SIGKILL: no handler, no flush, no goodbye. It ends this process before the call returns.
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
