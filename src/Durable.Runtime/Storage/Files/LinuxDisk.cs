using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Durable.Storage.Files;

/// <summary>The flushes that .NET does not offer.</summary>
[SupportedOSPlatform("linux")]
internal static partial class LinuxDisk
{
    private const int Interrupted = 4;
    private const int ReadOnlyCloseOnExec = 0x80000;

    public static void FlushData(SafeFileHandle file)
    {
        while (FDataSync(file) != 0)
        {
            ThrowUnlessInterrupted("fdatasync");
        }
    }

    public static void FlushDirectory(string path)
    {
        using var directory = OpenDirectory(path);
        while (FSync(directory) != 0)
        {
            ThrowUnlessInterrupted($"fsync of directory '{path}'");
        }
    }

    private static SafeFileHandle OpenDirectory(string path)
    {
        while (true)
        {
            var descriptor = Open(path, ReadOnlyCloseOnExec);
            if (descriptor >= 0)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }

            ThrowUnlessInterrupted($"open of directory '{path}'");
        }
    }

    private static void ThrowUnlessInterrupted(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != Interrupted)
        {
            throw new IOException($"{what} failed: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
