using System.Globalization;
using System.Text;
using Durable.Generators.Models.Payloads;
using Durable.Shared.Shape;

namespace Durable.Generators.Parsing;

/// <summary>Hashes everything about a workflow that recorded journals depend on, and nothing else.</summary>
/// <remarks>Bodies, comments, policies, names of classes and of compensators and the order of declarations leave it as it is; of shared steps, whose payloads belong to their own class, the types count by name.</remarks>
internal static class FingerprintParser
{
    /// <param name="shape">The workflow.</param>
    /// <param name="payloads">Names of the payload types within <paramref name="serializers"/>.</param>
    /// <param name="serializers">What those types look like in JSON.</param>
    public static string Parse(WorkflowShape shape, PayloadTable payloads, SerializersModel serializers)
    {
        var schemas = new PayloadSchemas(serializers);
        string Describe(Microsoft.CodeAnalysis.ITypeSymbol? type) => type is null ? "none" : schemas.Describe(payloads.NameOf(type));

        var text = new StringBuilder();
        text.Append("workflow ").Append(shape.Name).Append(' ').Append(shape.Version.ToString(CultureInfo.InvariantCulture));
        text.Append("\nrun ").Append(Describe(shape.Input)).Append(" -> ").Append(Describe(shape.Result));
        foreach (var step in shape.Steps.OrderBy(step => step.Id, StringComparer.Ordinal))
        {
            text.Append("\nstep ").Append(step.Id);
            foreach (var parameter in step.Parameters.Where(parameter => parameter.Kind == StepParameterKind.Payload))
            {
                text.Append(' ').Append(parameter.Name).Append(": ").Append(Describe(parameter.Type));
            }

            text.Append(" -> ").Append(Describe(step.Result));
            foreach (var part in step.Key)
            {
                text.Append(", key ").Append(string.Join("+", part.Members.Select(member => member.Name).DefaultIfEmpty(step.Parameters[part.Parameter].Name)));
            }

            text.Append(step.Compensator is null ? "" : $", undone when {step.CompensateOn}");
        }

        foreach (var shared in shape.SharedSteps.OrderBy(shared => shared.Id, StringComparer.Ordinal))
        {
            text.Append("\nshared step ").Append(shared.Id);
            foreach (var parameter in shared.Method.Parameters)
            {
                text.Append(' ').Append(parameter.Name).Append(": ").Append(SourceText.Plain(parameter.Type));
            }

            text.Append(" -> ").Append(SourceText.Plain(shared.Method.ReturnType));
        }

        foreach (var (name, payload) in shape.Signals
            .Select(signal => (Name: signal.Name ?? signal.Field.Name, signal.Payload))
            .OrderBy(signal => signal.Name, StringComparer.Ordinal))
        {
            text.Append("\nsignal ").Append(name).Append(": ").Append(Describe(payload));
        }

        foreach (var handler in shape.Handlers.OrderBy(handler => handler.Name, StringComparer.Ordinal))
        {
            if (handler.Kind == HandlerKind.SignalHandler)
            {
                text.Append("\nhandles ").Append(handler.Signal!.Name ?? handler.Name);
            }
            else if (handler.Kind == HandlerKind.Update)
            {
                text.Append("\nupdate ").Append(handler.Name);
                foreach (var parameter in handler.Payloads)
                {
                    text.Append(' ').Append(parameter.Name).Append(": ").Append(Describe(parameter.Type));
                }

                text.Append(" -> ").Append(Describe(handler.Result));
            }
        }

        foreach (var definition in schemas.Definitions)
        {
            text.Append('\n').Append(definition);
        }

        return Fingerprint.Of(text.ToString());
    }
}
