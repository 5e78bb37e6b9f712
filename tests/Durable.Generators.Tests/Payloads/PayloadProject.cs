using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Durable.Generators.Emitting;
using Durable.Generators.Models.Payloads;
using Durable.Generators.Parsing.Payloads;
using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Tests.Payloads;

/// <summary>
/// Payload types as source, compiled with the serializers that are generated for them and loaded. The source declares the class <c>Samples</c>:
/// the type of each static property is a payload, its value a sample.
/// </summary>
internal sealed class PayloadProject
{
    private const string Host = "Host";

    public static IReadOnlyList<MetadataReference> References { get; } =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Select(static path => MetadataReference.CreateFromFile(path)).ToArray();

    // The oldest language version that the target framework's projects may ask for.
    private static readonly CSharpParseOptions s_language = new(LanguageVersion.CSharp12);

    private readonly Assembly _assembly;

    private PayloadProject(Assembly assembly, string generated)
    {
        _assembly = assembly;
        Generated = generated;
        var serializers = assembly.GetType("Host")!.GetNestedType("JournalSerializers", BindingFlags.NonPublic)!;
        Resolver = (IJsonTypeInfoResolver)serializers.GetProperty("Default")!.GetValue(null)!;
        Serializers = (System.Text.Json.Serialization.JsonSerializerContext)Resolver;
    }

    /// <summary>The generated text.</summary>
    public string Generated { get; }

    public IJsonTypeInfoResolver Resolver { get; }

    public System.Text.Json.Serialization.JsonSerializerContext Serializers { get; }

    public static string Usings { get; } = """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Frozen;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Collections.ObjectModel;
        using System.Diagnostics.CodeAnalysis;
        using System.Linq;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;

        """;

    public static CSharpCompilation Parse(string source, NullableContextOptions nullable = NullableContextOptions.Enable) => CSharpCompilation.Create(
        "Payloads" + Guid.NewGuid().ToString("N"),
        [
            CSharpSyntaxTree.ParseText(Usings + source, s_language, "Author.cs"),
            CSharpSyntaxTree.ParseText("public partial class Host;", s_language, "Host.cs"),
        ],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable, warningLevel: 9999));

    /// <summary>The static properties of <c>Samples</c>.</summary>
    public static IEnumerable<IPropertySymbol> Roots(CSharpCompilation compilation) =>
        compilation.GetTypeByMetadataName("Samples")!.GetMembers().OfType<IPropertySymbol>();

    public static SerializersModel Collect(CSharpCompilation compilation, Action<SerializersCollector>? more = null)
    {
        var collector = new SerializersCollector(compilation, compilation.GetTypeByMetadataName(Host)!);
        foreach (var root in Roots(compilation))
        {
            collector.AddRoot(root.Type);
        }

        more?.Invoke(collector);
        Assert.False(collector.HasProblems, string.Join("\n", Problems(compilation)));
        return collector.ToModel();
    }

    public static IEnumerable<string> Problems(CSharpCompilation compilation) =>
        Roots(compilation).SelectMany(root => Problems(compilation, root.Type));

    public static IEnumerable<string> Problems(CSharpCompilation compilation, ITypeSymbol root) =>
        new PayloadTypes(compilation, compilation.GetTypeByMetadataName(Host)!).FindProblems(root)
            .Select(static problem => $"{problem.Kind} {problem.Path}: {problem.Reason}");

    public static PayloadProject Build(string source, NullableContextOptions nullable = NullableContextOptions.Enable) => Build(Parse(source, nullable));

    public static PayloadProject Build(CSharpCompilation compilation, Action<SerializersCollector>? more = null)
    {
        var errors = compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, string.Join("\n", errors));
        var generated = Emit(Collect(compilation, more));
        var whole = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(generated, s_language, "Generated.cs"));
        var complaints = whole.GetDiagnostics()
            .Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Location.SourceTree?.FilePath == "Generated.cs").ToList();
        Assert.True(complaints.Count == 0, string.Join("\n", complaints) + "\n" + generated);
        using var image = new MemoryStream();
        var result = whole.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        return new PayloadProject(new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image), generated);
    }

    public static string Emit(SerializersModel model)
    {
        var w = new SourceWriter();
        w.Line("// <auto-generated/>");
        w.Line("#nullable enable");
        using (w.Block("partial class Host"))
        {
            JournalSerializersEmitter.Emit(w, model);
        }

        return w.ToString();
    }

    /// <summary>Name, declared type and value of each sample.</summary>
    public IEnumerable<(string Name, Type Type, object? Value)> Samples() =>
        _assembly.GetType("Samples")!.GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(static property => (property.Name, property.PropertyType, property.GetValue(null)));

    public Type Type(string name) => _assembly.GetType(name, throwOnError: true)!;

    /// <summary>The generated metadata of a type.</summary>
    public JsonTypeInfo InfoOf(Type type) =>
        Serializers.GetTypeInfo(type) ?? throw new InvalidOperationException($"No serializer for {type}.");

    public string Write(object? value, Type type) => System.Text.Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(value, InfoOf(type)));

    public object? Read(string json, Type type) => JsonSerializer.Deserialize(json, InfoOf(type));
}
