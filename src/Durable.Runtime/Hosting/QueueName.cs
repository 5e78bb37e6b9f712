namespace Durable;

/// <summary>The rule for queue names that callers give.</summary>
internal static class QueueName
{
    public const string Default = "default";

    /// <exception cref="DurableException">The name breaks the rule (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public static void Check(string? name, string option)
    {
        if (name is null || !StableName.IsValid(name))
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid,
                $"{option} holds '{name}', which is no queue name.",
                $"Use 1 to {StableName.MaxLength} letters, digits, '-', '_' or '.'.");
        }
    }
}
