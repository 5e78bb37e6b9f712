using Durable.Storage.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Durable;

/// <summary>Chooses the store that keeps runs in files.</summary>
public static class DurableBuilderFileExtensions
{
    /// <summary>Keeps runs in the files of a directory that this process alone uses.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="directory">The directory; made when it is missing. A relative path is taken from the current directory.</param>
    /// <param name="configure">Changes the defaults.</param>
    /// <exception cref="DurableException">An option is missing or out of range (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public static DurableBuilder UseFileStore(
        this DurableBuilder builder, string directory, Action<FileStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new FileStoreOptions { Directory = directory };
        configure?.Invoke(options);
        options.Check();
        return builder.UseStore(services => new FileStore(
            options,
            options.TimeProvider ?? services.GetService<TimeProvider>() ?? TimeProvider.System,
            DiskFiles.Instance,
            services.GetService<ILoggerFactory>()?.CreateLogger(StoreLog.Category)));
    }
}
