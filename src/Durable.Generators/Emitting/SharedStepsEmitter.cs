using Durable.Generators.Models;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Generators.Emitting;

/// <summary>Writes the generated half of one <c>[Steps]</c> class: the version of it whose steps are recorded.</summary>
internal static class SharedStepsEmitter
{
    public static SourceText Emit(SharedStepsModel model)
    {
        var w = new SourceWriter();
        GeneratedFile.WriteHeader(w);
        if (model.Namespace.Length > 0)
        {
            w.Line($"namespace {model.Namespace};");
            w.Line();
        }

        EmitContained(w, model, depth: 0);
        return w.ToSourceText();
    }

    private static void EmitContained(SourceWriter w, SharedStepsModel model, int depth)
    {
        using (w.Block(depth == model.ContainingTypes.Count
            ? $"partial class {model.TypeName} : {RuntimeTypes.StepsInterface}<{model.FullName}>"
            : model.ContainingTypes[depth]))
        {
            if (depth < model.ContainingTypes.Count)
            {
                EmitContained(w, model, depth + 1);
                return;
            }

            EmitInterface(w, model);
            w.Line();
            EmitRecorded(w, model);
            if (model.Steps.Count > 0)
            {
                w.Line();
                StepTableEmitter.Emit(w, model.Names, model.Steps, model.RecordsOtherTypes ? $"{model.Names.Serializers}.Default" : null);
            }

            if (model.Serializers.Types.Count > 0)
            {
                w.Line();
                JournalSerializersEmitter.Emit(w, model.Serializers, model.Names.Serializers);
            }
        }
    }

    private static void EmitInterface(SourceWriter w, SharedStepsModel model)
    {
        var definitions = model.Steps.Select(step => $"{model.Names.Steps}.{step.Field}")
            .Concat(ConstructorText.SharedSteps(model.Constructor).Select(shared => $".. {RuntimeTypes.WorkflowServices}.StepsOf<{shared}>()"));
        w.Lines($"""
            {GeneratedFile.Attribute}
            static global::System.Collections.Generic.IReadOnlyList<{RuntimeTypes.StepDefinition}> {RuntimeTypes.StepsInterface}<{model.FullName}>.Definitions =>
                [{string.Join(", ", definitions)}];

            {GeneratedFile.Attribute}
            static {model.FullName} {RuntimeTypes.StepsInterface}<{model.FullName}>.Create(global::System.IServiceProvider services, {RuntimeTypes.WorkflowRun} run) =>
                new {model.Names.StateMachine}({string.Join(", ", model.Constructor.Select(ConstructorText.Resolve).Prepend("run"))});
            """);
    }

    private static void EmitRecorded(SourceWriter w, SharedStepsModel model)
    {
        w.Lines($"""
            /// <summary>The steps as a run calls them: each call becomes a durable operation.</summary>
            {GeneratedFile.Attribute}
            """);
        if (model.SetsRequiredMembers)
        {
            w.Line(GeneratedFile.SetsRequiredMembers);
        }

        using (w.Block(RecordedClassEmitter.Header(model.FullName, model.Names, model.Constructor)))
        {
            w.Line($"private readonly {RuntimeTypes.WorkflowRun} {model.Names.Run} = {model.Names.RunParameter};");
            RecordedClassEmitter.EmitSteps(w, model.Names, model.Steps, owner: "this");
        }
    }
}
