namespace Durable;

/// <summary>Limits of what a run stores: inputs, results, signals.</summary>
public sealed class PayloadOptions
{
    /// <summary>4 MiB.</summary>
    public const int DefaultMaxBytes = 4 * 1024 * 1024;

    internal const int SmallestMaxBytes = 1024;
    internal const int LargestMaxBytes = 256 * 1024 * 1024;

    /// <summary>
    /// The cap: the largest single payload, in bytes of its JSON in UTF-8; 1 KiB to 256 MiB. Default <see cref="DefaultMaxBytes"/>.
    /// A larger step input or result fails the step, a larger start or signal is refused; both with <see cref="DurableErrorCodes.PayloadTooLarge"/>.
    /// </summary>
    public int MaxBytes { get; set; } = DefaultMaxBytes;

    internal void Validate() =>
        OptionRange.Check(nameof(PayloadOptions), nameof(MaxBytes), MaxBytes, SmallestMaxBytes, LargestMaxBytes);
}
