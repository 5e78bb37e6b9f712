namespace Durable;

/// <summary>Limits of what a run stores: inputs, results, signals.</summary>
public sealed class PayloadOptions
{
    /// <summary>4 MiB.</summary>
    public const int DefaultMaxBytes = 4 * 1024 * 1024;

    /// <summary>256 KiB.</summary>
    public const int DefaultThresholdBytes = 256 * 1024;

    /// <summary>One million.</summary>
    public const int DefaultMaxElements = 1_000_000;

    internal const int SmallestMaxBytes = 1024;
    internal const int LargestMaxBytes = 256 * 1024 * 1024;
    internal const int SmallestMaxElements = 1000;
    internal const int LargestMaxElements = 100_000_000;

    /// <summary>Of one payload; a stored one that names more is corrupt.</summary>
    internal const int MostCodecs = 16;

    /// <summary>
    /// The cap: the largest single payload, in bytes of its JSON in UTF-8; 1 KiB to 256 MiB. Default <see cref="DefaultMaxBytes"/>.
    /// A larger step input or result fails the step, a larger start or signal is refused; both with <see cref="DurableErrorCodes.PayloadTooLarge"/>.
    /// </summary>
    public int MaxBytes { get; set; } = DefaultMaxBytes;

    /// <summary>
    /// How many elements the arrays and objects of one payload may hold, all of them together, however deep; 1,000 to 100,000,000. Default <see cref="DefaultMaxElements"/>.
    /// It bounds what a payload takes in memory once it is read, which its bytes do not. Beyond it happens what happens beyond <see cref="MaxBytes"/>; JSON that a caller gives is refused before it is read.
    /// </summary>
    /// <remarks>
    /// What is stored stays readable when this or <see cref="MaxBytes"/> is lowered. But a replay writes what the body passes on anew: a run that passed something larger is parked as
    /// <see cref="RunStatus.Stuck"/>, or goes another way, so lower a limit only below what no living run has passed.
    /// </remarks>
    public int MaxElements { get; set; } = DefaultMaxElements;

    /// <summary>
    /// The threshold: a payload with more bytes than this, after its codecs, is kept beside the journal as an artifact, and the journal holds its hash; 1 KiB to 256 MiB.
    /// Default <see cref="DefaultThresholdBytes"/>.
    /// </summary>
    public int ThresholdBytes { get; set; } = DefaultThresholdBytes;

    /// <summary>
    /// What encodes payloads before they are stored, in this order: compression before encryption; at most 16. Default: nothing. They also decode, in the other order, what was encoded with them.
    /// </summary>
    public IList<PayloadCodec> Codecs { get; set; } = [];

    /// <summary>Codecs that only decode: those in use before, while anything that they encoded is stored. Default: none.</summary>
    public IList<PayloadCodec> ReadCodecs { get; set; } = [];

    internal void Validate()
    {
        OptionRange.Check(nameof(PayloadOptions), nameof(MaxBytes), MaxBytes, SmallestMaxBytes, LargestMaxBytes);
        OptionRange.Check(nameof(PayloadOptions), nameof(MaxElements), MaxElements, SmallestMaxElements, LargestMaxElements);
        OptionRange.Check(nameof(PayloadOptions), $"{nameof(Codecs)}.Count", Codecs.Count, 0, MostCodecs);
        OptionRange.Check(nameof(PayloadOptions), nameof(ThresholdBytes), ThresholdBytes, SmallestMaxBytes, LargestMaxBytes);
        var names = Codecs.Concat(ReadCodecs).Select(codec => codec.Name).ToList();
        if (names.Find(name => !StableName.IsValid(name) || names.Count(other => other == name) > 1) is { } wrong)
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid,
                $"PayloadOptions has a codec named '{wrong}', which is taken twice or no name.",
                $"Give each codec a name of its own of 1 to {StableName.MaxLength} letters, digits, '-', '_' or '.'; one that is in Codecs decodes, too.");
        }
    }
}
