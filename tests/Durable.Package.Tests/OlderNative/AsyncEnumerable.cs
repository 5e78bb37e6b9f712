using System.Runtime.CompilerServices;

namespace System.Linq;

/// <summary>What the library uses of .NET 10's class of this name, for compiling it for .NET 9.</summary>
internal static class AsyncEnumerable
{
    public static async IAsyncEnumerable<T> Empty<T>()
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }

    public static async IAsyncEnumerable<T> Skip<T>(this IAsyncEnumerable<T> source, int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in source.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (count-- <= 0)
            {
                yield return item;
            }
        }
    }
}
