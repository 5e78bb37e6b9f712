using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Matches a compensator's parameters: by name and type with the step's, one with its result, the rest supplied (DUR1016).</summary>
internal sealed class CompensatorBinder(
    StepShape step,
    IMethodSymbol target,
    Location? attributePlace,
    DurableSymbols symbols,
    ProblemSink problems,
    CancellationToken cancellationToken)
{
    private IParameterSymbol? _result;
    private bool _failed;

    /// <summary>One argument for each parameter; default when one of them does not match.</summary>
    public ImmutableArray<CompensatorArgument> Bind()
    {
        if (target.IsGenericMethod)
        {
            Report(Places.OfTypeParameters(target, cancellationToken), "it has type parameters", "use the step's types");
        }

        var arguments = ImmutableArray.CreateBuilder<CompensatorArgument>(target.Parameters.Length);
        foreach (var parameter in target.Parameters)
        {
            if (Bind(parameter) is { } argument)
            {
                arguments.Add(argument);
            }
        }

        return _failed ? default : arguments.ToImmutable();
    }

    private CompensatorArgument? Bind(IParameterSymbol parameter)
    {
        if (parameter.RefKind != RefKind.None)
        {
            Report(parameter, "is passed by reference", "take it by value");
            return null;
        }

        switch (StepParameter.Classify(parameter, symbols))
        {
            case StepParameterKind.StepContext:
                return new CompensatorArgument(parameter, CompensatorSource.StepContext);
            case StepParameterKind.CancellationToken:
                return new CompensatorArgument(parameter, CompensatorSource.CancellationToken);
            case StepParameterKind.Service:
                return new CompensatorArgument(parameter, CompensatorSource.Service);
        }

        var index = FindPayload(parameter.Name);
        return index >= 0 ? BindToParameter(parameter, index) : BindToResult(parameter);
    }

    private int FindPayload(string name)
    {
        for (var i = 0; i < step.Parameters.Length; i++)
        {
            if (step.Parameters[i].Kind == StepParameterKind.Payload && step.Parameters[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private CompensatorArgument? BindToParameter(IParameterSymbol parameter, int index)
    {
        var expected = step.Parameters[index].Type;
        if (symbols.AreSame(parameter.Type, expected))
        {
            return new CompensatorArgument(parameter, CompensatorSource.StepParameter, index);
        }

        Report(
            parameter,
            $"is '{TypeText.Of(parameter.Type)}', while the step's parameter of that name is '{TypeText.Of(expected)}'",
            IsResult(parameter.Type)
                ? $"declare it as '{TypeText.Of(expected)}', or rename it to take the result"
                : $"declare it as '{TypeText.Of(expected)}'");
        return null;
    }

    private CompensatorArgument? BindToResult(IParameterSymbol parameter)
    {
        if (!IsResult(parameter.Type))
        {
            Report(parameter, "matches nothing the step has", $"use one of: {Offers()}");
            return null;
        }

        if (_result is not null)
        {
            Report(parameter, $"would take the step's result, which '{_result.Name}' takes already", $"use one of: {Offers()}");
            return null;
        }

        _result = parameter;
        if (step.CompensateOn == CompensateOnKind.Started && !CanBeNull(parameter))
        {
            Report(
                parameter,
                "takes the result, which is missing when a started step is undone",
                $"declare it as '{TypeText.Of(parameter.Type.WithNullableAnnotation(NullableAnnotation.None))}?'");
            return null;
        }

        return new CompensatorArgument(parameter, CompensatorSource.StepResult);
    }

    private bool IsResult(ITypeSymbol type) =>
        step.Result is { } result
        && (symbols.AreSame(type, result)
            || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
                && symbols.AreSame(nullable.TypeArguments[0], result)));

    private static bool CanBeNull(IParameterSymbol parameter) =>
        parameter.Type.IsValueType
            ? parameter.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            : parameter.NullableAnnotation != NullableAnnotation.NotAnnotated;

    private string Offers()
    {
        var offers = step.Parameters
            .Where(static parameter => parameter.Kind == StepParameterKind.Payload)
            .Select(static parameter => $"'{TypeText.Of(parameter.Type)} {parameter.Name}'")
            .ToList();
        if (step.Result is { } result)
        {
            offers.Add($"'{TypeText.Of(result)}' (the result)");
        }

        offers.Add("'StepContext'");
        offers.Add("'CancellationToken'");
        return string.Join(", ", offers);
    }

    private void Report(IParameterSymbol parameter, string reason, string remedy) =>
        Report(Places.OfParameter(parameter, cancellationToken), $"parameter '{parameter.Name}' {reason}", remedy);

    private void Report(Location? place, string reason, string remedy)
    {
        _failed = true;
        problems.Add(RuleIds.CompensatorParameters, place, attributePlace, properties: null, target.Name, step.Method.Name, reason, remedy);
    }
}
