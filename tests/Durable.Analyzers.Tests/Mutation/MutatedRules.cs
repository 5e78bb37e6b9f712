using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Tests.Mutation;

/// <summary>The rules, compiled with a switch beside each branch.</summary>
internal sealed class MutatedRules
{
    // What the generated files of a build would add to each project.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private const string Switch = """
        namespace Durable.Mutation
        {
            public static class Mutant
            {
                public static volatile int Alive;
                public static bool[] Asked;

                public static bool Is(int number)
                {
                    // A mutant that calls itself for ever throws, instead of ending the process.
                    System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
                    var asked = Asked;
                    if (asked != null) asked[number] = true;
                    return number == Alive;
                }
            }
        }
        """;

    private static readonly string[] s_folders = ["Shared", "Durable.Analyzers"];

    private readonly FieldInfo _alive;
    private readonly FieldInfo _asked;
    private readonly object[] _kept;
    private readonly Assembly _assembly;

    private MutatedRules(Assembly assembly, ImmutableArray<Site> sites)
    {
        Sites = sites;
        var mutant = assembly.GetType("Durable.Mutation.Mutant", throwOnError: true)!;
        _alive = mutant.GetField("Alive")!;
        _asked = mutant.GetField("Asked")!;
        _kept = [Kept(assembly, "Determinism.Carrying.CarriedBodies", "s_latest"), Kept(assembly, "Shape.DeclaredClasses", "s_known")];
        _assembly = assembly;
        Analyzers = [.. assembly.GetTypes()
            .Where(static type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null && !typeof(DiagnosticSuppressor).IsAssignableFrom(type))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type, nonPublic: true)!)];
        Tables = [.. assembly.GetTypes()
            .Where(static type => IsRule(type.Namespace ?? ""))
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(static field => field is { IsInitOnly: true } && field.GetValue(null) is IDictionary { IsReadOnly: false } or HashSet<string> or string[])];
    }

    public ImmutableArray<Site> Sites { get; }

    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; }

    /// <summary>The tables of names that rules look into.</summary>
    public ImmutableArray<FieldInfo> Tables { get; }

    /// <summary>Forgets what one run keeps for the next: it may be the word of another mutant.</summary>
    public void Forget()
    {
        foreach (var kept in _kept)
        {
            kept.GetType().GetMethod("Clear")!.Invoke(kept, null);
        }
    }

    /// <summary>The classes without a fault: the generator reads them through the same readers, and adds to these alone.</summary>
    public string Generated(Compilation compilation) => GeneratedCode.Show(GeneratedCode.Declared(compilation).Where(type => IsGenerated(compilation, type)));

    /// <summary>The mutant that lives; 0 for none.</summary>
    public int Alive
    {
        get => (int)_alive.GetValue(null)!;
        set => _alive.SetValue(null, value);
    }

    /// <summary>Which branches were asked for since this was set; null to stop noting.</summary>
    public bool[]? Asked
    {
        get => (bool[]?)_asked.GetValue(null);
        set => _asked.SetValue(null, value);
    }

    public static MutatedRules Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var files = Files().ToDictionary(static file => file, file => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, "src", file)), options, file));
        var skipped = new HashSet<(string File, int Start, string Kind)>();
        for (var round = 0; round < 40; round++)
        {
            var sites = new List<Site>();
            var trees = files.Select(file => IsMutated(file.Key)
                ? CSharpSyntaxTree.ParseText(new BranchRemover(file.Key, file.Value, sites, skipped).Visit(file.Value.GetRoot())!.ToFullString(), options, file.Key)
                : file.Value);
            var compilation = CSharpCompilation.Create(
                "Durable.Analyzers.Mutated",
                [.. trees, CSharpSyntaxTree.ParseText(Usings, options), CSharpSyntaxTree.ParseText(Switch, options)],
                ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                    .Where(static path => !Path.GetFileName(path).StartsWith("Durable.", StringComparison.Ordinal))
                    .Select(static path => MetadataReference.CreateFromFile(path)),
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Disable, allowUnsafe: true));
            using var image = new MemoryStream();
            var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
            if (result.Success)
            {
                return new MutatedRules(Assembly.Load(image.ToArray()), [.. sites]);
            }

            var before = skipped.Count;
            Skip(result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), sites, skipped);
            Assert.True(skipped.Count > before, string.Join('\n', result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(10)));
        }

        throw new InvalidOperationException("The mutated rules do not compile.");
    }

    private static object Kept(Assembly assembly, string type, string field) =>
        assembly.GetType($"Durable.Analyzers.{type}", throwOnError: true)!.GetField(field, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

    private bool IsGenerated(Compilation compilation, INamedTypeSymbol type)
    {
        var symbols = _assembly.GetType("Durable.Shared.DurableSymbols", throwOnError: true)!.GetMethod("TryCreate")!.Invoke(null, [compilation])!;
        var isWorkflow = type.GetAttributes().Any(static data => data.AttributeClass?.Name == "WorkflowAttribute");
        var shape = _assembly.GetType($"Durable.Shared.Shape.{(isWorkflow ? "WorkflowShape" : "SharedStepsShape")}", throwOnError: true)!;
        var read = shape.GetMethod("Read")!.Invoke(null, [type, symbols, TestContext.Current.CancellationToken])!;
        return !(bool)shape.GetProperty("HasErrors")!.GetValue(read)!;
    }

    // The switches in the statement or member of an error; those that declare the variable it names, where it names one.
    private static void Skip(IEnumerable<Diagnostic> errors, List<Site> sites, HashSet<(string File, int Start, string Kind)> skipped)
    {
        foreach (var error in errors)
        {
            if (error.Location.SourceTree is not { } tree)
            {
                continue;
            }

            var node = tree.GetRoot().FindNode(error.Location.SourceSpan);
            var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? node;
            var variable = node is IdentifierNameSyntax name ? name.Identifier.ValueText : null;
            var calls = Calls(member).ToList();
            var guilty = variable is null ? [] : calls.Where(call => Declaring(call).Any(designation => designation.Identifier.ValueText == variable)).ToList();
            foreach (var call in guilty.Count > 0 ? guilty : calls)
            {
                var site = sites[int.Parse(call.ArgumentList.Arguments[0].ToString(), System.Globalization.CultureInfo.InvariantCulture) - 1];
                skipped.Add((site.File, site.Start, site.Kind));
            }
        }
    }

    private static IEnumerable<InvocationExpressionSyntax> Calls(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
        .Where(static call => call.Expression.ToString() == "global::Durable.Mutation.Mutant.Is");

    private static IEnumerable<SingleVariableDesignationSyntax> Declaring(InvocationExpressionSyntax call)
    {
        var around = call.Ancestors().OfType<BinaryExpressionSyntax>().FirstOrDefault() as SyntaxNode ?? call;
        return around.DescendantNodes().OfType<SingleVariableDesignationSyntax>()
            .Concat(call.Ancestors().OfType<SwitchExpressionArmSyntax>().Take(1).SelectMany(static arm => arm.Pattern.DescendantNodes().OfType<SingleVariableDesignationSyntax>()));
    }

    private static IEnumerable<string> Files() => s_folders
        .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", folder), "*.cs", SearchOption.AllDirectories))
        .Select(static path => Path.GetRelativePath(Path.Combine(Repository.Root, "src"), path).Replace('\\', '/'))
        .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    // The rules. How payloads are read is compared with the serializer itself, and summaries are written, by the generator; what is carried shows in several runs only.
    private static bool IsMutated(string file) =>
        file is not "Durable.Analyzers/Determinism/LibrarySummary.cs" && !file.StartsWith("Durable.Analyzers/Determinism/Carrying/", StringComparison.Ordinal) && IsRuleFile(file);

    private static bool IsRuleFile(string file) =>
        file.StartsWith("Durable.Analyzers/Determinism/", StringComparison.Ordinal)
        || file.StartsWith("Durable.Analyzers/Payloads/", StringComparison.Ordinal)
        || file.StartsWith("Durable.Analyzers/Shape/", StringComparison.Ordinal)
        || file.StartsWith("Shared/Shape/", StringComparison.Ordinal);

    private static bool IsRule(string space) =>
        (space.StartsWith("Durable.Analyzers.Determinism", StringComparison.Ordinal) && space != "Durable.Analyzers.Determinism.Carrying") || space is "Durable.Analyzers.Payloads" or "Durable.Analyzers.Shape";
}
