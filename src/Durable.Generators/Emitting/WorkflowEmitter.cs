using Durable.Generators.Models;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Generators.Emitting;

/// <summary>Writes the generated half of one workflow class.</summary>
internal static class WorkflowEmitter
{
    public static SourceText Emit(WorkflowModel model)
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

    private static void EmitContained(SourceWriter w, WorkflowModel model, int depth)
    {
        if (depth == model.ContainingTypes.Count)
        {
            EmitClass(w, model);
            return;
        }

        using (w.Block(model.ContainingTypes[depth]))
        {
            EmitContained(w, model, depth + 1);
        }
    }

    private static void EmitClass(SourceWriter w, WorkflowModel model)
    {
        using (w.Block($"partial class {model.TypeName} : {RuntimeTypes.WorkflowInterface}<{model.FullName}>"))
        {
            EmitRegistration(w, model);
            w.Line();
            ChildEmitter.Emit(w, model);
            ClientEmitter.Emit(w, model);
            w.Line();
            StateMachineEmitter.Emit(w, model);
            if (model.Steps.Count > 0)
            {
                w.Line();
                StepTableEmitter.Emit(w, model.Names, model.Steps);
            }

            if (model.Handlers.Count > 0)
            {
                w.Line();
                HandlerTableEmitter.Emit(w, model);
            }

            if (model.Serializers.Types.Count > 0)
            {
                w.Line();
                JournalSerializersEmitter.Emit(w, model.Serializers, model.Names.Serializers);
            }
        }
    }

    private static void EmitRegistration(SourceWriter w, WorkflowModel model)
    {
        var description = $"{model.Names.StateMachine}.{model.Names.Description}";
        w.Lines($"""
            /// <summary>What the engine knows about <see cref="{model.FullName}"/>: name, version, fingerprint, steps and signals.</summary>
            {GeneratedFile.Attribute}
            public static {model.Names.NewFor(GeneratedMembers.Definition)}{RuntimeTypes.WorkflowDefinition} Definition => {description};

            {GeneratedFile.Attribute}
            static void {RuntimeTypes.WorkflowInterface}<{model.FullName}>.Register({RuntimeTypes.DurableBuilder} builder) =>
                builder.Add({description}, static client => new Client(client));
            """);
    }
}
