using Durable.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;

namespace Durable;

/// <summary>Chooses the store that keeps runs in memory.</summary>
public static class DurableBuilderInMemoryExtensions
{
    /// <summary>
    /// Keeps runs in memory: for tests, and for work that may be lost with the process. Time is that of the registered
    /// <see cref="TimeProvider"/>, or the system's.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static DurableBuilder UseInMemoryStore(this DurableBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(static services => new InMemoryStore(services.GetService<TimeProvider>() ?? TimeProvider.System));
    }
}
