using Durable.Generators.Models;

namespace Durable.Generators.Emitting;

/// <summary>How generated code fills the parameters of an author's constructor.</summary>
internal static class ConstructorText
{
    /// <summary>The <c>[Steps]</c> classes that are taken, each once.</summary>
    public static IEnumerable<string> SharedSteps(EquatableArray<ConstructorParameterModel> parameters) =>
        parameters.Where(parameter => parameter.IsSharedSteps).Select(parameter => parameter.ServiceType).Distinct();

    /// <summary>An expression over <c>services</c> and <c>run</c>.</summary>
    /// <remarks>The null-forgiving mark: a default value may be null where the author's parameter type says it never is.</remarks>
    public static string Resolve(ConstructorParameterModel parameter) => (parameter.Key, parameter.DefaultValue) switch
    {
        _ when parameter.IsSharedSteps => $"{RuntimeTypes.WorkflowServices}.Shared<{parameter.ServiceType}>(services, run)",
        (null, null) => $"{RuntimeTypes.WorkflowServices}.Required<{parameter.ServiceType}>(services)",
        (null, { } value) => $"{RuntimeTypes.WorkflowServices}.Optional<{parameter.ServiceType}>(services, {value})!",
        ({ } key, null) => $"{RuntimeTypes.WorkflowServices}.RequiredKeyed<{parameter.ServiceType}>(services, {key})",
        ({ } key, { } value) => $"{RuntimeTypes.WorkflowServices}.OptionalKeyed<{parameter.ServiceType}>(services, {key}, {value})!",
    };
}
