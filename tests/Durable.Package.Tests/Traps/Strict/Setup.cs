using Durable;

namespace Shop;

/// <summary>Where the application adds its workflows.</summary>
public static class Setup
{
    /// <summary>Adds them.</summary>
    /// <param name="builder">The builder to add to.</param>
    /// <returns>The same builder.</returns>
    public static DurableBuilder Add(DurableBuilder builder) => builder?.AddWorkflows() ?? throw new ArgumentNullException(nameof(builder));
}
