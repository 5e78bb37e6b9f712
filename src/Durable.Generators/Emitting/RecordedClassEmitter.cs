using Durable.Generators.Models;
using Durable.Shared.Shape;

namespace Durable.Generators.Emitting;

/// <summary>Writes the parts that a workflow's state machine and the recorded version of a <c>[Steps]</c> class have in common.</summary>
internal static class RecordedClassEmitter
{
    /// <summary>The header of the nested class, which forwards the author's constructor.</summary>
    public static string Header(string fullName, GeneratedNames names, EquatableArray<ConstructorParameterModel> constructor)
    {
        var parameters = constructor.Select(parameter => $", {parameter.Type} {parameter.Name}");
        var arguments = constructor.Select(parameter => parameter.Name);
        return $"""
            private sealed class {names.StateMachine}({RuntimeTypes.WorkflowRun} {names.RunParameter}{string.Concat(parameters)})
                : {fullName}({string.Join(", ", arguments)})
            """;
    }

    /// <summary>The three methods of each step.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="names">Names of the members around them.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="owner">What the run is told a step is called on; null for the state machine, which it knows.</param>
    public static void EmitSteps(SourceWriter w, GeneratedNames names, EquatableArray<StepModel> steps, string? owner = null)
    {
        foreach (var step in steps)
        {
            w.Line();
            EmitOverride(w, names, step, owner);
            w.Line();
            EmitDo(w, names, step);
            if (step.Compensator is { } compensator)
            {
                w.Line();
                EmitUndo(w, names, step, compensator);
            }
        }
    }

    private static void EmitOverride(SourceWriter w, GeneratedNames names, StepModel step, string? owner)
    {
        var parameters = step.Parameters.Select(parameter => $"{parameter.Type} {parameter.Name}");
        var call = $"{names.Run}.StepAsync({string.Join(", ", StepArguments(names, step, owner))})";
        w.Lines($"""
            /// <inheritdoc/>
            {step.Accessibility} override {step.ReturnType} {step.MethodName}({string.Join(", ", parameters)}) =>
                {(step.Returns is AwaitableKind.ValueTask or AwaitableKind.ValueTaskOfT ? $"new({call})" : call)};
            """);
    }

    private static IEnumerable<string> StepArguments(GeneratedNames names, StepModel step, string? owner)
    {
        if (owner is not null)
        {
            yield return owner;
        }

        var values = step.Parameters.Where(parameter => parameter.IsPayload).Select(parameter => parameter.Name);
        yield return $"{names.Steps}.{step.Field}";
        yield return step.InputType is null ? "default" : $"new {names.Steps}.{step.InputType}({string.Join(", ", values)})";
        if (step.Parameters.FirstOrDefault(parameter => parameter.Kind == StepParameterKind.CancellationToken) is { } token)
        {
            yield return token.Name;
        }
    }

    private static void EmitDo(SourceWriter w, GeneratedNames names, StepModel step)
    {
        var arguments = step.Parameters.Select(parameter => parameter.Kind switch
        {
            StepParameterKind.StepContext => "step",
            StepParameterKind.CancellationToken => "step.CancellationToken",
            StepParameterKind.Service => parameter.Service,
            _ => $"input.{parameter.Member}",
        });
        var call = $"base.{step.MethodName}({string.Join(", ", arguments)})";
        w.Lines($"""
            /// <summary>One attempt of <see cref="{step.Cref}"/>.</summary>
            public {RuntimeTypes.Task}<{step.Result?.Type ?? RuntimeTypes.Nothing}> {step.DoMethod}({Parameters(names, step, StepCall.ForStep(step))}) =>
                {Recorded(step.Returns, call)};
            """);
    }

    private static void EmitUndo(SourceWriter w, GeneratedNames names, StepModel step, CompensatorModel compensator)
    {
        var arguments = compensator.Arguments.Select(argument => argument.Source switch
        {
            CompensatorSource.StepContext => "step",
            CompensatorSource.CancellationToken => "step.CancellationToken",
            CompensatorSource.StepResult or CompensatorSource.Service => argument.Expression,
            _ => $"input.{argument.Expression}",
        });
        var call = $"{compensator.StaticOwner ?? "base"}.{compensator.MethodName}({string.Join(", ", arguments)})";
        var awaitable = compensator.Returns is AwaitableKind.ValueTask or AwaitableKind.ValueTaskOfT ? $"{call}.AsTask()" : call;
        w.Lines($"""
            /// <summary>One attempt of <see cref="{compensator.Cref}"/>, which undoes the step.</summary>
            public {RuntimeTypes.Task} {compensator.UndoMethod}({Parameters(names, step, StepCall.ForCompensator(compensator))}) =>
                {awaitable};
            """);
    }

    private static string Parameters(GeneratedNames names, StepModel step, StepCall call) => string.Join(", ", call.Choose(
        $"{names.Steps}.{step.InputType} input",
        $"{RuntimeTypes.RecordedResult}<{step.Result?.Type}> result",
        $"{RuntimeTypes.StepContext} step"));

    /// <summary>The author's task as the one the engine awaits: always with a result, if only <c>Nothing</c>.</summary>
    private static string Recorded(AwaitableKind returns, string call) => returns switch
    {
        AwaitableKind.Task or AwaitableKind.ValueTask => $"{RuntimeTypes.Nothing}.From({call})",
        AwaitableKind.ValueTaskOfT => $"{call}.AsTask()",
        _ => call,
    };
}
