using System.Diagnostics;
using System.Globalization;

namespace Durable.Storage.Files;

/// <summary>
/// Keeps a second process out of a store's directory. The operating system holds the lock, so that it goes with the process however that ends;
/// who the owner is stands in a file beside it, because a locked file cannot be read everywhere.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string LockName = "lock";
    private const string OwnerName = "owner";

    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <exception cref="StoreLockedException">Another process, or another store of this one, has the directory.</exception>
    public static DirectoryLock Acquire(string directory)
    {
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && IsHeld(error))
        {
            throw new StoreLockedException(directory, ReadOwner(directory), error);
        }

        try
        {
            using var self = Process.GetCurrentProcess();
            var started = self.StartTime.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            File.WriteAllText(
                Path.Combine(directory, OwnerName),
                string.Create(CultureInfo.InvariantCulture, $"process {self.Id} ({self.ProcessName}) on {Environment.MachineName}, started {started} UTC"));
            return new DirectoryLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private static bool IsHeld(IOException error)
    {
        // Windows: sharing or lock violation. Elsewhere .NET passes the errno of flock on: EWOULDBLOCK, 11 on Linux and 35 on macOS.
        const int SharingViolation = unchecked((int)0x80070020);
        const int LockViolation = unchecked((int)0x80070021);
        return OperatingSystem.IsWindows() ? error.HResult is SharingViolation or LockViolation : error.HResult is 11 or 35;
    }

    private static string ReadOwner(string directory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, OwnerName)) is { Length: > 0 } owner ? owner : "a process that is just opening it";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"a process whose name cannot be read ({error.Message})";
        }
    }
}
