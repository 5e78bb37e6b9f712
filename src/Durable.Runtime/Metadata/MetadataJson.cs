using System.Globalization;
using System.Text;
using Durable.Execution;

namespace Durable.Metadata;

/// <summary>What a change to metadata holds: written once the caller is known to be the body.</summary>
internal static class MetadataJson
{
    private const int LongestName = 200;

    public static Func<ReadOnlyMemory<byte>> Of<T>(ActiveRun run, string name, T value) =>
        () => run.Services.Payloads.Write(run.Definition.SerializerOf<T>(name), value, $"metadata '{name}'", run.RunId);

    public static Func<ReadOnlyMemory<byte>> Of(long number) => () => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public static Func<ReadOnlyMemory<byte>> Of(double number) => double.IsFinite(number)
        ? () => Encoding.UTF8.GetBytes(number.ToString("R", CultureInfo.InvariantCulture))
        : throw new ArgumentOutOfRangeException(nameof(number), number, "Only a finite number can be added.");

    /// <exception cref="ArgumentException">It is no name.</exception>
    public static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > LongestName)
        {
            throw new ArgumentException($"A metadata name has {LongestName} characters at most; this one has {name.Length}.", nameof(name));
        }
    }
}
