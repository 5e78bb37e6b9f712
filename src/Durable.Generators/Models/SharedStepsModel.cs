using Durable.Generators.Models.Payloads;

namespace Durable.Generators.Models;

/// <summary>Everything the emitters need to know about one <c>[Steps]</c> class, as plain values.</summary>
/// <remarks>As for <see cref="WorkflowModel"/>.</remarks>
/// <param name="HintName">The generated file's name, unique in the assembly.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="ContainingTypes">Headers of the types around the class, outermost first.</param>
/// <param name="TypeName">The class's own name.</param>
/// <param name="FullName">The class as other code names it.</param>
/// <param name="SetsRequiredMembers">Whether the constructor says that it sets required members, which a derived one must repeat.</param>
/// <param name="Constructor">Parameters of the constructor that the recorded version forwards to.</param>
/// <param name="Steps">In order of declaration, those of base classes first.</param>
/// <param name="RecordsOtherTypes">Whether its code records types beside arguments and results, such as snapshots.</param>
/// <param name="Serializers">The payload types and how they are written and read.</param>
/// <param name="Names">Names of generated members, chosen beside the author's.</param>
internal sealed record SharedStepsModel(
    string HintName,
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string TypeName,
    string FullName,
    bool SetsRequiredMembers,
    EquatableArray<ConstructorParameterModel> Constructor,
    EquatableArray<StepModel> Steps,
    bool RecordsOtherTypes,
    SerializersModel Serializers,
    GeneratedNames Names);
