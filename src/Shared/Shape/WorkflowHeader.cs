using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>What the <c>[Workflow]</c> attribute says: enough to tell two workflows apart.</summary>
/// <param name="Name">The stable name, given or made of the class's name.</param>
/// <param name="NameLocation">Where it comes from: the attribute's argument, or the class's name.</param>
/// <param name="Version">From 1.</param>
/// <param name="Queue">Where runs wait.</param>
/// <param name="Retention">How long runs that ended are kept, as written; null for ever.</param>
/// <param name="JsonContext">What is named as the author's own serializers, checked or not.</param>
internal sealed record WorkflowHeader(string Name, Location NameLocation, int Version, string Queue, string? Retention, ITypeSymbol? JsonContext)
{
    public const string DefaultQueue = "default";
    public const string DefaultRetention = "30d";

    public static WorkflowHeader Read(INamedTypeSymbol type, AttributeData attribute, CancellationToken cancellationToken)
    {
        var arguments = new AttributeArguments(attribute, cancellationToken);
        return new WorkflowHeader(
            arguments.Name ?? StableNames.ForWorkflow(type.Name),
            (arguments.Name is null ? null : arguments.NameLocation) ?? Places.OfClass(type, attribute, cancellationToken),
            arguments.Number("Version", otherwise: 1),
            arguments.Text("Queue") ?? DefaultQueue,
            arguments.Has("Retention") ? arguments.Text("Retention") : DefaultRetention,
            arguments.Type("JsonContext"));
    }
}
