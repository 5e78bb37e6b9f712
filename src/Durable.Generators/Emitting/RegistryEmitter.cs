using Durable.Generators.Models;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Generators.Emitting;

/// <summary>Writes <c>AddWorkflows()</c>, which adds every workflow of the assembly without reflection.</summary>
internal static class RegistryEmitter
{
    /// <summary>No type can be called so, so no workflow's file is.</summary>
    public const string HintName = "Durable-AddWorkflows.g.cs";

    public static SourceText Emit(EquatableArray<RegistryEntry> workflows)
    {
        var w = new SourceWriter();
        GeneratedFile.WriteHeader(w);
        using (w.Block("namespace Durable"))
        {
            EmitRegistry(w, workflows);
        }

        EmitEmbedded(w);
        return w.ToSourceText();
    }

    private static void EmitRegistry(SourceWriter w, EquatableArray<RegistryEntry> workflows)
    {
        w.Lines($"""
            /// <summary>The workflows of this assembly.</summary>
            {GeneratedFile.Attribute}
            [global::Microsoft.CodeAnalysis.Embedded]
            """);
        using (w.Block("internal static class AssemblyWorkflows"))
        {
            w.Lines("""
                /// <summary>Adds every workflow of this assembly, ordered by name:</summary>
                /// <remarks>
                """);
            foreach (var workflow in workflows)
            {
                w.Line($"/// <see cref=\"{workflow.FullName}\"/>");
            }

            w.Lines($"""
                /// </remarks>
                /// <param name="builder">The builder to add to.</param>
                """);
            using (w.Block($"public static {RuntimeTypes.DurableBuilder} AddWorkflows(this {RuntimeTypes.DurableBuilder} builder)"))
            {
                foreach (var workflow in workflows)
                {
                    w.Line($"builder.AddWorkflow<{workflow.FullName}>();");
                }

                w.Line("return builder;");
            }
        }
    }

    // Embedded types do not exist for other assemblies, InternalsVisibleTo or not: AddWorkflows() of an application and of its
    // tests would be ambiguous otherwise. The compiler wants the attribute declared in the assembly; partial, because other
    // generators declare it too.
    private static void EmitEmbedded(SourceWriter w)
    {
        w.Line();
        using (w.Block("namespace Microsoft.CodeAnalysis"))
        {
            w.Line("internal sealed partial class EmbeddedAttribute : global::System.Attribute;");
        }
    }
}
