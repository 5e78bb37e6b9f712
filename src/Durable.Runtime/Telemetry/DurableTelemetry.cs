namespace Durable;

/// <summary>What telemetry of this library is called: give these names to OpenTelemetry's <c>AddSource</c> and <c>AddMeter</c>.</summary>
public static class DurableTelemetry
{
    /// <summary>The name of the one <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string SourceName = "Durable";

    /// <summary>The name of the one <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Durable";
}
