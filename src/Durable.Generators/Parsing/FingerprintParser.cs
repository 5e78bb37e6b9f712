using System.Globalization;
using System.Text;
using Durable.Shared.Shape;

namespace Durable.Generators.Parsing;

/// <summary>Hashes everything about a workflow that recorded journals depend on, and nothing else.</summary>
/// <remarks>Bodies, comments, names of classes and of compensators, policies and the order of declarations leave it as it is.</remarks>
internal static class FingerprintParser
{
    public static string Parse(WorkflowShape shape)
    {
        var lines = shape.Steps.Select(Describe).Concat(shape.Signals.Select(Describe)).ToList();
        lines.Sort(StringComparer.Ordinal);
        lines.Insert(0, $"workflow {shape.Name} {shape.Version.ToString(CultureInfo.InvariantCulture)}");
        return Fingerprint.Of(string.Join("\n", lines));
    }

    private static string Describe(StepShape step)
    {
        var text = new StringBuilder("step ").Append(step.Id);
        foreach (var parameter in step.Parameters.Where(parameter => parameter.Kind == StepParameterKind.Payload))
        {
            text.Append(' ').Append(parameter.Name);
        }

        return step.Compensator is null ? text.ToString() : text.Append(" undo ").Append(step.CompensateOn).ToString();
    }

    private static string Describe(SignalShape signal) => $"signal {signal.Name ?? signal.Field.Name}";
}
