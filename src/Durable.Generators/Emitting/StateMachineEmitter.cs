using Durable.Generators.Models;

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
            w.Line(GeneratedFile.SetsRequiredMembers);
        }

        using (w.Block(RecordedClassEmitter.Header(model.FullName, names, model.Constructor)))
        {
            DefinitionEmitter.Emit(w, model);
            w.Lines($"""

                private readonly {RuntimeTypes.WorkflowRun} {names.Run} = {names.RunParameter};

                /// <summary>The operation the body waits for.</summary>
                public string {names.State} => {names.Run}.State;
                """);
            RecordedClassEmitter.EmitSteps(w, names, model.Steps);
        }
    }
}
