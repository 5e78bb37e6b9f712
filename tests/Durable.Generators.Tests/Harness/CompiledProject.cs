using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Tests.Harness;

/// <summary>The author's and the generated code as a loaded assembly, so that a test can use what it would give its users.</summary>
internal sealed class CompiledProject
{
    private readonly Assembly _assembly;

    private CompiledProject(Assembly assembly) => _assembly = assembly;

    public static CompiledProject Of(params string[] sources) => Load(GeneratorRun.Of(TestProject.Create(sources)).AssertClean().Output);

    /// <summary>With what System.Text.Json's generator adds to the author's contexts.</summary>
    public static CompiledProject WithContexts(params string[] sources)
    {
        var project = TestProject.Create(sources);
        var run = GeneratorRun.Of(project);
        return Load((run with { Output = run.Output.AddSyntaxTrees(JsonGenerator.Run(project)) }).AssertClean().Output);
    }

    private static CompiledProject Load(Microsoft.CodeAnalysis.CSharp.CSharpCompilation output)
    {
        using var image = new MemoryStream();
        var emitted = output.WithOptions(output.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default)).Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        image.Position = 0;
        return new CompiledProject(new AssemblyLoadContext("generated", isCollectible: true).LoadFromStream(image));
    }

    public Type Type(string fullName) => _assembly.GetType(fullName, throwOnError: true)!;

    /// <summary>The generated <c>Definition</c> of a workflow class.</summary>
    public WorkflowDefinition Definition(string workflow) =>
        (WorkflowDefinition)Type(workflow).GetProperty("Definition", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    /// <summary>Calls the assembly's generated <c>AddWorkflows()</c>.</summary>
    public DurableBuilder AddWorkflows(DurableBuilder builder) =>
        (DurableBuilder)Type("Durable.AssemblyWorkflows").GetMethod("AddWorkflows", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [builder])!;

    /// <summary>Calls a static method of the author's.</summary>
    public T Call<T>(string type, string method, params object[] arguments) =>
        (T)Type(type).GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.Invoke(null, arguments)!;
}
