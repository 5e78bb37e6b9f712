using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>Applies our fixes in a workspace, one at a time and all at once, and compiles what comes out.</summary>
internal static class VerifyFix
{
    private static readonly ImmutableArray<CodeFixProvider> s_fixers = Assembly.Load("Durable.CodeFixes").GetTypes()
        .Where(static type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
        .Select(static type => (CodeFixProvider)Activator.CreateInstance(type, nonPublic: true)!)
        .ToImmutableArray();

    public static IEnumerable<string> FixableIds => s_fixers.SelectMany(static fixer => fixer.FixableDiagnosticIds);

    /// <summary>Fixing the rule's reports, one after another and all at once, gives the same text, which compiles and has none left.</summary>
    public static async Task FixesAsync(string id, string source, string expected)
    {
        Assert.Equal(expected, await FixOneByOneAsync(id, source));
        Assert.Equal(expected, await FixAllAsync(id, source));
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

        return await FinishAsync(document);
    }

    private static async Task<string> FixAllAsync(string id, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var (fixer, first) = (await ActionsAsync(document, (await DiagnosticsAsync(document, id))[0])).Single();
        var context = new FixAllContext(
            document, fixer, FixAllScope.Project, first.EquivalenceKey, [id], new Provider(id), TestContext.Current.CancellationToken);
        var action = await fixer.GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(action);
        document = await ApplyAsync(document, action);
        Assert.Empty(await DiagnosticsAsync(document, id));
        return await FinishAsync(document);
    }

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Fixed",
            "Fixed",
            LanguageNames.CSharp,
            compilationOptions: Sources.CompilationOptions,
            parseOptions: Sources.ParseOptions,
            metadataReferences: References.WithRuntime);
        var solution = workspace.CurrentSolution.AddProject(project)
            .AddDocument(DocumentId.CreateNewId(project.Id), "GlobalUsings.cs", Sources.GlobalUsings);
        var id = DocumentId.CreateNewId(project.Id);
        return solution.AddDocument(id, "Tested.cs", source).GetDocument(id)!;
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

    private static async Task<Document> ApplyAsync(Document document, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var change = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations));
        return change.ChangedSolution.GetDocument(document.Id)!;
    }

    private static async Task<string> FinishAsync(Document document)
    {
        var compilation = await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Sources.Errors(compilation!));
        return (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

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
