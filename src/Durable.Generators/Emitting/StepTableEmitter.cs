using Durable.Generators.Models;

namespace Durable.Generators.Emitting;

/// <summary>Writes the table of a class's steps, and the types that hold the recorded arguments of their calls.</summary>
internal static class StepTableEmitter
{
    /// <param name="w">Where to.</param>
    /// <param name="names">Names of the members around it.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="serializers">The serializers of other types that a class of shared steps records; null where the workflow has them.</param>
    public static void Emit(SourceWriter w, GeneratedNames names, EquatableArray<StepModel> steps, string? serializers = null)
    {
        w.Lines($"""
            /// <summary>What the engine knows about each step, and how the arguments of its calls are recorded.</summary>
            {GeneratedFile.Attribute}
            """);
        using (w.Block($"private static class {names.Steps}"))
        {
            var isFirst = true;
            foreach (var step in steps)
            {
                if (!isFirst)
                {
                    w.Line();
                }

                isFirst = false;
                EmitDefinition(w, names, step, serializers);
                EmitInputType(w, step);
            }
        }
    }

    private static void EmitDefinition(SourceWriter w, GeneratedNames names, StepModel step, string? serializers)
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
            EmitDelegates(w, names, step, serializers);
        }
    }

    private static void EmitDelegates(SourceWriter w, GeneratedNames names, StepModel step, string? serializers)
    {
        var self = $"(({names.StateMachine})self)";
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

            if (serializers is not null)
            {
                yield return $"serializers: {serializers}";
            }

            if (step.Queue is { } queue)
            {
                yield return $"queue: {Literal.Of(queue)}";
            }

            if (step.RequiresScope is { } scope)
            {
                yield return $"requiresScope: {Literal.Of(scope)}";
            }

            if (step.RateLimit is { } limit)
            {
                yield return $"rateLimit: new(Limit: {Literal.Of(limit.Limit)}, Per: {Literal.Of(limit.Per)}, OnLimit: {RuntimeTypes.OnLimit}.{limit.OnLimit})";
                yield return $"rateLimitKey: static {(limit.UsesInput ? "input" : "_")} => {string.Join(" + ", limit.Key)}";
            }

            if (step.Key.Count > 0)
            {
                yield return $"key: static input => {RuntimeTypes.KeyText}.Join({string.Join(", ", step.Key.Select(part => $"{RuntimeTypes.KeyText}.Of({part})"))})";
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
