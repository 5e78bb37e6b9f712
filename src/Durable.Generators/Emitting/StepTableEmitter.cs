using Durable.Generators.Models;

namespace Durable.Generators.Emitting;

/// <summary>Writes the table of a workflow's steps, and the types that hold the recorded arguments of their calls.</summary>
internal static class StepTableEmitter
{
    public static void Emit(SourceWriter w, WorkflowModel model)
    {
        w.Lines($"""
            /// <summary>What the engine knows about each step, and how the arguments of its calls are recorded.</summary>
            {GeneratedFile.Attribute}
            """);
        using (w.Block($"private static class {model.Names.Steps}"))
        {
            var isFirst = true;
            foreach (var step in model.Steps)
            {
                if (!isFirst)
                {
                    w.Line();
                }

                isFirst = false;
                EmitDefinition(w, model, step);
                EmitInputType(w, step);
            }
        }
    }

    private static void EmitDefinition(SourceWriter w, WorkflowModel model, StepModel step)
    {
        var undone = step.Compensator is { } compensator ? $", undone by <see cref=\"{compensator.Cref}\"/>" : "";
        w.Line($"/// <summary><see cref=\"{step.Cref}\"/>{undone}.</summary>");
        w.Line($"public static readonly {TypeOf(step)} {step.Field} = new(");
        using (w.Indented())
        {
            w.Line($"id: {Literal.Of(step.Id)},");
            w.Line($"policy: {StepPolicyText.Of(step.Policy)},");
            w.Line($"input: {step.Input?.Serializer ?? "null"},");
            w.Line($"result: {step.Result?.Serializer ?? "null"},");
            EmitDelegates(w, model, step);
        }
    }

    private static void EmitDelegates(SourceWriter w, WorkflowModel model, StepModel step)
    {
        var self = $"(({model.Names.StateMachine})self)";
        var @do = StepCall.ForStep(step);
        w.Separated(Arguments(), ",", ");");

        IEnumerable<string> Arguments()
        {
            yield return $"invoke: static (self, {@do.InputOr("_")}, {@do.ContextOr("_")}) => {self}.{step.DoMethod}({@do.Arguments})";
            if (step.Compensator is { } compensator)
            {
                var undo = StepCall.ForCompensator(compensator);
                yield return $"compensate: static (self, {undo.InputOr("_")}, {undo.ResultOr("_")}, {undo.ContextOr("_")}) => {self}.{compensator.UndoMethod}({undo.Arguments})";
                if (compensator.OnStarted)
                {
                    yield return $"compensateOn: {RuntimeTypes.CompensateOn}.Started";
                }
            }

            if (step.Input?.Mask is { } input)
            {
                yield return $"inputMask: {input}";
            }

            if (step.Result?.Mask is { } result)
            {
                yield return $"resultMask: {result}";
            }

            if (step.Resumes.Count > 0)
            {
                yield return $"resumes: [{string.Join(", ", step.Resumes)}]";
            }
        }
    }

    private static void EmitInputType(SourceWriter w, StepModel step)
    {
        if (step.InputType is null)
        {
            return;
        }

        var members = step.Parameters.Where(parameter => parameter.IsPayload).Select(parameter => $"{parameter.Type} {parameter.Member}");
        w.Lines($"""

            /// <summary>The recorded arguments of <see cref="{step.Cref}"/>.</summary>
            public readonly record struct {step.InputType}({string.Join(", ", members)});
            """);
    }

    private static string TypeOf(StepModel step) =>
        $"{RuntimeTypes.StepDefinition}<{step.InputType ?? RuntimeTypes.Nothing}, {step.Result?.Type ?? RuntimeTypes.Nothing}>";
}
