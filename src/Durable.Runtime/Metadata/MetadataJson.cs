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

    /// <exception cref="DurableException">The number is not finite (<see cref="DurableErrorCodes.ArgumentOutOfRange"/>).</exception>
    public static Func<ReadOnlyMemory<byte>> Of(double number) => double.IsFinite(number)
        ? () => Encoding.UTF8.GetBytes(number.ToString("R", CultureInfo.InvariantCulture))
        : throw InputCheck.OutOfRange("by", number, "Only a finite number can be added.");

    /// <exception cref="DurableException">It is no name (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    public static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > LongestName)
        {
            throw new DurableException(
                DurableErrorCodes.NameInvalid, $"A metadata name has 1 to {LongestName} characters; this one has {name.Length}.", "Use another name. Nothing was recorded.");
        }
    }
}
