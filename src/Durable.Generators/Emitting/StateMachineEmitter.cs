using Durable.Generators.Models;
using Durable.Shared.Shape;

namespace Durable.Generators.Emitting;

/// <summary>Writes the nested class whose instances are activations of runs: it overrides every step with its recorded version.</summary>
internal static class StateMachineEmitter
{
    public static void Emit(SourceWriter w, WorkflowModel model)
    {
        var names = model.Names;
        w.Lines($"""
            /// <summary>One activation of a run: each call of a step becomes a durable operation.</summary>
            {GeneratedFile.Attribute}
            """);
        if (model.SetsRequiredMembers)
        {
            w.Line("[method: global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]");
        }

        var parameters = model.Constructor.Select(parameter => $", {parameter.Type} {parameter.Name}");
        var arguments = model.Constructor.Select(parameter => parameter.Name);
        using (w.Block($"""
            private sealed class {names.StateMachine}({RuntimeTypes.WorkflowRun} {names.RunParameter}{string.Concat(parameters)})
                : {model.FullName}({string.Join(", ", arguments)})
            """))
        {
            DefinitionEmitter.Emit(w, model);
            w.Lines($"""

                private readonly {RuntimeTypes.WorkflowRun} {names.Run} = {names.RunParameter};

                /// <summary>The operation the body waits for.</summary>
                public string {names.State} => {names.Run}.State;
                """);
            foreach (var step in model.Steps)
            {
                w.Line();
                EmitOverride(w, model, step);
                w.Line();
                EmitDo(w, model, step);
                if (step.Compensator is { } compensator)
                {
                    w.Line();
                    EmitUndo(w, model, step, compensator);
                }
            }
        }
    }

    private static void EmitOverride(SourceWriter w, WorkflowModel model, StepModel step)
    {
        var parameters = step.Parameters.Select(parameter => $"{parameter.Type} {parameter.Name}");
        var call = $"{model.Names.Run}.StepAsync({string.Join(", ", StepArguments(model, step))})";
        w.Lines($"""
            /// <inheritdoc/>
            {step.Accessibility} override {step.ReturnType} {step.MethodName}({string.Join(", ", parameters)}) =>
                {(step.Returns is AwaitableKind.ValueTask or AwaitableKind.ValueTaskOfT ? $"new({call})" : call)};
            """);
    }

    private static IEnumerable<string> StepArguments(WorkflowModel model, StepModel step)
    {
        var values = step.Parameters.Where(parameter => parameter.IsPayload).Select(parameter => parameter.Name);
        yield return $"{model.Names.Steps}.{step.Field}";
        yield return step.InputType is null ? "default" : $"new {model.Names.Steps}.{step.InputType}({string.Join(", ", values)})";
        if (step.Parameters.FirstOrDefault(parameter => parameter.Kind == StepParameterKind.CancellationToken) is { } token)
        {
            yield return token.Name;
        }
    }

    private static void EmitDo(SourceWriter w, WorkflowModel model, StepModel step)
    {
        var arguments = step.Parameters.Select(parameter => parameter.Kind switch
        {
            StepParameterKind.StepContext => "step",
            StepParameterKind.CancellationToken => "step.CancellationToken",
            _ => $"input.{parameter.Member}",
        });
        var call = $"base.{step.MethodName}({string.Join(", ", arguments)})";
        w.Lines($"""
            /// <summary>One attempt of <see cref="{step.Cref}"/>.</summary>
            public {RuntimeTypes.Task}<{step.Result?.Type ?? RuntimeTypes.Nothing}> {step.DoMethod}({Parameters(model, step, StepCall.ForStep(step))}) =>
                {Recorded(step.Returns, call)};
            """);
    }

    private static void EmitUndo(SourceWriter w, WorkflowModel model, StepModel step, CompensatorModel compensator)
    {
        var arguments = compensator.Arguments.Select(argument => argument.Source switch
        {
            CompensatorSource.StepContext => "step",
            CompensatorSource.CancellationToken => "step.CancellationToken",
            CompensatorSource.StepResult => argument.Expression,
            _ => $"input.{argument.Expression}",
        });
        var call = $"{compensator.StaticOwner ?? "base"}.{compensator.MethodName}({string.Join(", ", arguments)})";
        var awaitable = compensator.Returns is AwaitableKind.ValueTask or AwaitableKind.ValueTaskOfT ? $"{call}.AsTask()" : call;
        w.Lines($"""
            /// <summary>One attempt of <see cref="{compensator.Cref}"/>, which undoes the step.</summary>
            public {RuntimeTypes.Task} {compensator.UndoMethod}({Parameters(model, step, StepCall.ForCompensator(compensator))}) =>
                {awaitable};
            """);
    }

    private static string Parameters(WorkflowModel model, StepModel step, StepCall call) => string.Join(", ", call.Choose(
        $"{model.Names.Steps}.{step.InputType} input",
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
