using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Durable.CodeFixes.Determinism;

/// <summary>Gives a helper a first parameter for the context, and passes it on wherever the helper is called.</summary>
/// <remarks>
/// Only where everything that would have to change is known and stands in the same document: a method that is neither overridden nor seen outside,
/// or a handler, which may take the context and is called through the run's handle (the title warns who calls it by itself); whose uses are plain calls; each from where the context can be reached.
/// </remarks>
internal sealed class NewContextParameter(SemanticModel model, DurableSymbols symbols, CancellationToken cancellationToken)
{
    private static readonly string[] s_names = ["ctx", "context", "workflowContext"];

    public ContextPlan? For(SyntaxNode place)
    {
        if (place.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration
            || place.Ancestors().TakeWhile(node => node != declaration).Any(IsStaticFunction)
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } method
            || !MayTakeContext(method)
            || FreeName(declaration) is not { } name
            || Calls(method) is not { } calls)
        {
            return null;
        }

        var needs = ImmutableArray.CreateBuilder<Fix>();
        needs.Add(new Fix("", $"parameter {declaration.SpanStart}", editor => AddParameter(editor, declaration, name)));
        foreach (var (call, context) in calls)
        {
            needs.Add(new Fix("", $"argument {call.SpanStart}", editor => AddArgument(editor, call, context)));
        }

        return new ContextPlan(name, $"; '{method.Name}' takes the context as a new parameter", needs.ToImmutable());
    }

    private bool MayTakeContext(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary
            || method.IsVirtual || method.IsOverride || method.IsAbstract || method.IsExtern || method.IsExtensionMethod || method.IsPartialDefinition
            || method.Name == WellKnownNames.RunAsync
            || symbols.FindStep(method) is not null
            || method.DeclaringSyntaxReferences.Length != 1
            || InterfaceMembers.Implements(method))
        {
            return false;
        }

        return method.DeclaredAccessibility == Accessibility.Private
            || (method.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal && !ShowsInternals(method.ContainingAssembly))
            || DurableSymbols.Find(method, symbols.QueryAttribute) is not null
            || DurableSymbols.Find(method, symbols.UpdateAttribute) is not null
            || DurableSymbols.Find(method, symbols.SignalHandlerAttribute) is not null;
    }

    // A project of tests may call them, and its code is not here to be changed.
    private static bool ShowsInternals(IAssemblySymbol assembly) =>
        assembly.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "InternalsVisibleToAttribute", ContainingNamespace.Name: "CompilerServices" });

    private static string? FreeName(MethodDeclarationSyntax declaration)
    {
        var used = new HashSet<string>(
            declaration.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
        return s_names.FirstOrDefault(name => !used.Contains(name));
    }

    // Null where a use is no plain call, or the context is out of its reach.
    private List<(InvocationExpressionSyntax Call, string Context)>? Calls(IMethodSymbol method)
    {
        var calls = new List<(InvocationExpressionSyntax, string)>();
        foreach (var tree in model.Compilation.SyntaxTrees)
        {
            foreach (var name in tree.GetRoot(cancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (name.Identifier.ValueText != method.Name || IsInNameOf(name) || !Means(name, tree, method))
                {
                    continue;
                }

                if (tree != model.SyntaxTree
                    || UsedMember.At(name) is not { Call: { } call }
                    || ContextInScope.NameAt(call, model, symbols, cancellationToken) is not { } context)
                {
                    return null;
                }

                calls.Add((call, context));
            }
        }

        return calls;
    }

    private bool Means(SimpleNameSyntax name, SyntaxTree tree, IMethodSymbol method)
    {
        var own = tree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(tree);
        var info = own.GetSymbolInfo(name, cancellationToken);
        return (info.Symbol is { } symbol ? ImmutableArray.Create(symbol) : info.CandidateSymbols)
            .Any(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, method));
    }

    private static bool IsInNameOf(SimpleNameSyntax name) =>
        name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } call && call.ArgumentList.Contains(name);

    private static bool IsStaticFunction(SyntaxNode node) => node switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.StaticKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    };

    private static void AddParameter(DocumentEditor editor, MethodDeclarationSyntax declaration, string name)
    {
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name))
            .WithType(SyntaxFactory.ParseTypeName("global::Durable.WorkflowContext").WithTrailingTrivia(SyntaxFactory.Space).WithAdditionalAnnotations(Simplifier.Annotation));
        editor.ReplaceNode(declaration.ParameterList, (current, _) => ((ParameterListSyntax)current).WithParameters(First(parameter, ((ParameterListSyntax)current).Parameters)));
    }

    private static void AddArgument(DocumentEditor editor, InvocationExpressionSyntax call, string context)
    {
        var argument = SyntaxFactory.Argument(SyntaxFactory.ParseExpression(context));
        editor.ReplaceNode(call.ArgumentList, (current, _) => ((ArgumentListSyntax)current).WithArguments(First(argument, ((ArgumentListSyntax)current).Arguments)));
    }

    private static SeparatedSyntaxList<T> First<T>(T first, SeparatedSyntaxList<T> rest)
        where T : SyntaxNode
    {
        if (rest.Count == 0)
        {
            return SyntaxFactory.SingletonSeparatedList(first);
        }

        var comma = SyntaxFactory.Token(SyntaxTriviaList.Empty, SyntaxKind.CommaToken, SyntaxFactory.TriviaList(SyntaxFactory.Space));
        return SyntaxFactory.SeparatedList<T>(new SyntaxNodeOrTokenList(first, comma).AddRange(rest.GetWithSeparators()));
    }
}
