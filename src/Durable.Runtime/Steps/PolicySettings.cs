using System.Globalization;
using Durable.Shared.Shape;
using Microsoft.Extensions.Configuration;

namespace Durable.Steps;

/// <summary>Reads the settings of one step's policy, by hand: what a binder would do by reflection.</summary>
internal static class PolicySettings
{
    private const string NoLimit = "none";
    private const string Duration = "a whole number and a unit: 250ms, 30s, 5m, 2h or 1d";

    /// <summary>What the settings make of a policy.</summary>
    /// <exception cref="DurableException">A setting is unknown, or its value makes no sense (<see cref="DurableErrorCodes.ConfigurationInvalid"/>).</exception>
    public static Func<StepPolicy, StepPolicy> Read(IConfigurationSection step)
    {
        var changes = step.GetChildren().Select(Change).ToList();
        return policy => changes.Aggregate(policy, static (changed, change) => change(changed));
    }

    private static Func<StepPolicy, StepPolicy> Change(IConfigurationSection setting)
    {
        if (Is(setting, nameof(StepPolicy.MaxAttempts)))
        {
            var attempts = int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Invalid(setting, "a whole number from 0, which means without limit");
            return policy => policy with { MaxAttempts = attempts };
        }

        if (Is(setting, nameof(StepPolicy.Backoff)))
        {
            var backoff = Enum.GetValues<Backoff>().Cast<Backoff?>().FirstOrDefault(value => string.Equals(value.ToString(), setting.Value, StringComparison.OrdinalIgnoreCase))
                ?? throw Invalid(setting, "Exponential, Linear or Constant");
            return policy => policy with { Backoff = backoff };
        }

        if (Is(setting, nameof(StepPolicy.Jitter)))
        {
            var jitter = bool.TryParse(setting.Value, out var flag) ? flag : throw Invalid(setting, "true or false");
            return policy => policy with { Jitter = jitter };
        }

        if (Is(setting, nameof(StepPolicy.RetryDelay)))
        {
            var delay = ReadDuration(setting);
            return policy => policy with { RetryDelay = delay };
        }

        if (Is(setting, nameof(StepPolicy.MaxRetryDelay)))
        {
            var delay = ReadDuration(setting);
            return policy => policy with { MaxRetryDelay = delay };
        }

        if (Is(setting, nameof(StepPolicy.RetryFor)))
        {
            var limit = ReadLimit(setting);
            return policy => policy with { RetryFor = limit };
        }

        if (Is(setting, nameof(StepPolicy.Timeout)))
        {
            var limit = ReadLimit(setting);
            return policy => policy with { Timeout = limit };
        }

        if (Is(setting, nameof(StepPolicy.HeartbeatTimeout)))
        {
            var limit = ReadLimit(setting);
            return policy => policy with { HeartbeatTimeout = limit };
        }

        throw new DurableException(
            DurableErrorCodes.ConfigurationInvalid,
            $"The setting '{setting.Path}' is unknown.",
            "A step's policy has MaxAttempts, RetryDelay, Backoff, MaxRetryDelay, RetryFor, Jitter, Timeout and HeartbeatTimeout.");
    }

    private static bool Is(IConfigurationSection setting, string name) => string.Equals(setting.Key, name, StringComparison.OrdinalIgnoreCase);

    private static TimeSpan ReadDuration(IConfigurationSection setting) =>
        DurationLiteral.TryParse(setting.Value, out var duration) ? duration : throw Invalid(setting, Duration);

    // A limit of zero would end every attempt before it began.
    private static TimeSpan? ReadLimit(IConfigurationSection setting) =>
        string.Equals(setting.Value, NoLimit, StringComparison.OrdinalIgnoreCase) ? null
        : DurationLiteral.TryParse(setting.Value, out var duration) && duration > TimeSpan.Zero ? duration
        : throw Invalid(setting, $"{Duration}, above zero, or '{NoLimit}'");

    private static DurableException Invalid(IConfigurationSection setting, string expected) => new(
        DurableErrorCodes.ConfigurationInvalid,
        $"The setting '{setting.Path}' is '{setting.Value}'.",
        $"Write {expected}.");
}
