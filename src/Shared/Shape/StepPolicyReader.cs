using System.Collections.Immutable;

namespace Durable.Shared.Shape;

/// <summary>Parses the retry and time-out values of a <c>[Step]</c> (DUR1020, DUR1021).</summary>
internal sealed class StepPolicyReader(ProblemSink problems)
{
    private const int LargestConcurrency = 1_000_000;

    public StepPolicyShape Read(AttributeArguments arguments)
    {
        var defaults = StepPolicyShape.Default;
        return new StepPolicyShape(
            ReadMaxAttempts(arguments),
            ReadDuration(arguments, "RetryDelay", isOptional: false) ?? defaults.RetryDelay,
            ReadBackoff(arguments),
            ReadDuration(arguments, "MaxRetryDelay", isOptional: false) ?? defaults.MaxRetryDelay,
            ReadLimit(arguments, "RetryFor"),
            arguments.Flag("Jitter", defaults.Jitter),
            ReadLimit(arguments, "Timeout"),
            arguments.Types("NonRetryable").ToImmutableArray(),
            ReadLimit(arguments, "HeartbeatTimeout"),
            ReadMaxConcurrency(arguments));
    }

    public CompensateOnKind ReadCompensateOn(AttributeArguments arguments)
    {
        var value = arguments.Number("CompensateOn", (int)CompensateOnKind.Completed);
        if (value is not ((int)CompensateOnKind.Completed or (int)CompensateOnKind.Started))
        {
            ReportRange(arguments, "CompensateOn", value.ToText(), "no member of the enum", "write 'CompensateOn.Completed' or 'CompensateOn.Started'");
        }

        return (CompensateOnKind)value;
    }

    private int ReadMaxAttempts(AttributeArguments arguments)
    {
        var value = arguments.Number("MaxAttempts", StepPolicyShape.Default.MaxAttempts);
        if (value < 0)
        {
            ReportRange(arguments, "MaxAttempts", value.ToText(), "but a step cannot be tried less than once", "write 1 or more, or 0 for no limit");
        }

        return value;
    }

    private int ReadMaxConcurrency(AttributeArguments arguments)
    {
        var value = arguments.Number("MaxConcurrency", StepPolicyShape.Default.MaxConcurrency);
        if (value is < 0 or > LargestConcurrency)
        {
            ReportRange(arguments, "MaxConcurrency", value.ToText(), "which is no number of attempts", "write 1 to 1,000,000, or leave it out for no limit");
        }

        return value;
    }

    private BackoffKind ReadBackoff(AttributeArguments arguments)
    {
        var value = arguments.Number("Backoff", (int)StepPolicyShape.Default.Backoff);
        if (value is < (int)BackoffKind.Exponential or > (int)BackoffKind.Constant)
        {
            ReportRange(arguments, "Backoff", value.ToText(), "no member of the enum", "write 'Backoff.Exponential', 'Backoff.Linear' or 'Backoff.Constant'");
        }

        return (BackoffKind)value;
    }

    // A limit of zero would end every attempt before it began.
    private TimeSpan? ReadLimit(AttributeArguments arguments, string property)
    {
        var value = ReadDuration(arguments, property, isOptional: true);
        if (value == TimeSpan.Zero)
        {
            ReportRange(arguments, property, "zero", "which leaves an attempt no time", "write a longer duration, or leave it out for no limit");
        }

        return value;
    }

    private TimeSpan? ReadDuration(AttributeArguments arguments, string property, bool isOptional)
    {
        var text = arguments.Text(property);
        if (!arguments.Has(property) || (text is null && isOptional))
        {
            return null;
        }

        if (DurationLiteral.TryParse(text, out var value))
        {
            return value;
        }

        problems.Add(RuleIds.InvalidDuration, arguments.LocationOf(property), text ?? "null", property);
        return null;
    }

    private void ReportRange(AttributeArguments arguments, string property, string value, string reason, string remedy) =>
        problems.Add(RuleIds.OutOfRange, arguments.LocationOf(property), property, value, reason, remedy);
}
