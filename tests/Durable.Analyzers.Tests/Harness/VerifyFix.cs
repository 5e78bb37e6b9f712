using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>Applies our fixes in a workspace, one at a time and all at once, and compiles what comes out.</summary>
internal static class VerifyFix
{
    private static readonly ImmutableArray<CodeFixProvider> s_fixers = Assembly.Load("Durable.CodeFixes").GetTypes()
        .Where(static type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
        .Select(static type => (CodeFixProvider)Activator.CreateInstance(type, nonPublic: true)!)
        .ToImmutableArray();

    private static readonly ImmutableArray<FixAllScope> s_scopes = [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public static IEnumerable<string> FixableIds => s_fixers.SelectMany(static fixer => fixer.FixableDiagnosticIds);

    /// <summary>Whether a rule's reports can be fixed all at once (true), one by one only (false), or not at all (null).</summary>
    public static bool? FixOf(string id) => s_fixers.Where(fixer => fixer.FixableDiagnosticIds.Contains(id)).ToList() is { Count: > 0 } fixers
        ? fixers.Any(static fixer => fixer.GetFixAllProvider() is not null)
        : null;

    /// <summary>Fixing the rule's reports, one after another and all at once, gives the same text, which compiles and has none left.</summary>
    public static async Task FixesAsync(string id, string source, string expected)
    {
        Assert.Equal(expected, await FixOneByOneAsync(id, source));
        foreach (var scope in s_scopes)
        {
            Assert.Equal(expected, await FixAllAsync(id, source, scope));
        }
    }

    /// <summary>Fixing one report after another, as far as a fix is offered, gives the text, which compiles; there is no Fix All.</summary>
    public static async Task FixesEachAsync(string id, string source, string expected, int left = 0)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var remaining = await DiagnosticsAsync(document, id);
        while (remaining.Length > left)
        {
            var (fixer, action) = Assert.Single(await ActionsAsync(document, remaining[0]));
            Assert.Null(fixer.GetFixAllProvider());
            document = await ApplyAsync(document, action);
            var now = await DiagnosticsAsync(document, id);
            Assert.True(now.Length < remaining.Length, "The fix did not remove the report it was offered for.");
            remaining = now;
        }

        Assert.Equal(expected, await FinishAsync(document, source));
        foreach (var diagnostic in remaining)
        {
            Assert.Empty(await ActionsAsync(document, diagnostic));
        }
    }

    /// <summary>Fixing all of a solution changes what two projects with two files each hold, and no other file.</summary>
    public static async Task FixesSolutionAsync(string id, string first, string firstExpected, string second, string secondExpected)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, first);
        var own = DocumentId.CreateNewId(document.Project.Id);
        var solution = document.Project.Solution.AddDocument(own, "Second.cs", second);
        var other = AddProject(solution, "Other");
        var otherFirst = DocumentId.CreateNewId(other.Id);
        solution = other.Solution.AddDocument(otherFirst, "First.cs", first);
        var untouched = solution.GetDocument(document.Id)!.Project.Documents.Single(static candidate => candidate.Name == "GlobalUsings.cs").Id;

        var inDocument = await FixAllAsync(solution, document.Id, id, FixAllScope.Document);
        var inProject = await FixAllAsync(solution, document.Id, id, FixAllScope.Project);
        var inSolution = await FixAllAsync(solution, document.Id, id, FixAllScope.Solution);

        Assert.Equal([firstExpected, second, first], await TextsAsync(inDocument, document.Id, own, otherFirst));
        Assert.Equal([firstExpected, secondExpected, first], await TextsAsync(inProject, document.Id, own, otherFirst));
        Assert.Equal([firstExpected, secondExpected, firstExpected], await TextsAsync(inSolution, document.Id, own, otherFirst));
        Assert.Equal(await TextsAsync(solution, untouched), await TextsAsync(inSolution, untouched));
    }

    public static async Task OffersNothingAsync(string id, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var diagnostics = await DiagnosticsAsync(document, id);

        Assert.NotEmpty(diagnostics);
        foreach (var diagnostic in diagnostics)
        {
            Assert.Empty(await ActionsAsync(document, diagnostic));
        }
    }

    public static async Task<string> TitleAsync(string id, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var action = Assert.Single(await ActionsAsync(document, (await DiagnosticsAsync(document, id))[0]));
        return action.Action.Title;
    }

    private static async Task<string> FixOneByOneAsync(string id, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var remaining = await DiagnosticsAsync(document, id);
        Assert.NotEmpty(remaining);
        while (remaining.Length > 0)
        {
            var (_, action) = Assert.Single(await ActionsAsync(document, remaining[0]));
            Assert.NotNull(action.EquivalenceKey);
            document = await ApplyAsync(document, action);
            var left = await DiagnosticsAsync(document, id);
            Assert.True(left.Length < remaining.Length, "The fix did not remove the report it was offered for.");
            remaining = left;
        }

        return await FinishAsync(document, source);
    }

    private static async Task<string> FixAllAsync(string id, string source, FixAllScope scope)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var solution = await FixAllAsync(document.Project.Solution, document.Id, id, scope);
        document = solution.GetDocument(document.Id)!;
        Assert.Empty(await DiagnosticsAsync(document, id));
        return await FinishAsync(document, source);
    }

    private static async Task<Solution> FixAllAsync(Solution solution, DocumentId documentId, string id, FixAllScope scope)
    {
        var document = solution.GetDocument(documentId)!;
        var (fixer, first) = (await ActionsAsync(document, (await DiagnosticsAsync(document, id))[0])).Single();
        var context = new FixAllContext(document, fixer, scope, first.EquivalenceKey, [id], new Provider(id), TestContext.Current.CancellationToken);
        var action = await fixer.GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(action);
        return await ChangeAsync(action);
    }

    private static async Task<List<string>> TextsAsync(Solution solution, params DocumentId[] documents)
    {
        var texts = new List<string>();
        foreach (var document in documents)
        {
            texts.Add((await solution.GetDocument(document)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        }

        return texts;
    }

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        var project = AddProject(workspace.CurrentSolution, "Fixed");
        var id = DocumentId.CreateNewId(project.Id);
        return project.Solution.AddDocument(id, "Tested.cs", source).GetDocument(id)!;
    }

    private static Project AddProject(Solution solution, string name)
    {
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            name,
            name,
            LanguageNames.CSharp,
            compilationOptions: Sources.CompilationOptions,
            parseOptions: Sources.ParseOptions,
            metadataReferences: References.WithRuntime);
        return solution.AddProject(project)
            .AddDocument(DocumentId.CreateNewId(project.Id), "GlobalUsings.cs", Sources.GlobalUsings)
            .GetProject(project.Id)!;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Document document, string id)
    {
        var compilation = await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken);
        var tree = await document.GetSyntaxTreeAsync(TestContext.Current.CancellationToken);
        var diagnostics = await Rules.RunFileAsync(compilation!, tree!);
        return [.. diagnostics.Where(diagnostic => diagnostic.Id == id).OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private static async Task<List<(CodeFixProvider Fixer, CodeAction Action)>> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        var actions = new List<(CodeFixProvider, CodeAction)>();
        foreach (var fixer in s_fixers.Where(fixer => fixer.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var context = new CodeFixContext(
                document, diagnostic, (action, _) => actions.Add((fixer, action)), TestContext.Current.CancellationToken);
            await fixer.RegisterCodeFixesAsync(context);
        }

        return actions;
    }

    private static async Task<Document> ApplyAsync(Document document, CodeAction action) => (await ChangeAsync(action)).GetDocument(document.Id)!;

    private static async Task<Solution> ChangeAsync(CodeAction action)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        return Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution;
    }

    // What comes out compiles, without a warning that its author did not have.
    private static async Task<string> FinishAsync(Document document, string source)
    {
        var compilation = await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Sources.Errors(compilation!));
        var before = await document.WithText(SourceText.From(source)).Project.GetCompilationAsync(TestContext.Current.CancellationToken);
        var known = Warnings(before!).GroupBy(static id => id).ToDictionary(static ids => ids.Key, static ids => ids.Count());
        Assert.All(Warnings(compilation!).GroupBy(static id => id), ids => Assert.True(ids.Count() <= known.GetValueOrDefault(ids.Key), $"The fix brings the warning {ids.Key}."));
        return (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    private static IEnumerable<string> Warnings(Compilation compilation) => compilation.GetDiagnostics(TestContext.Current.CancellationToken)
        .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Id != "CS9113") // A service that is no longer asked.
        .Select(static diagnostic => diagnostic.Id);

    private sealed class Provider(string id) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await Task.WhenAll(project.Documents.Select(document => DiagnosticsAsync(document, id)))).SelectMany(static found => found);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            await DiagnosticsAsync(document, id);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
