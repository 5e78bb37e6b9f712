using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Shape;

/// <summary>Writes the method that undoes a step, with the parameters it may take (DUR1015).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddCompensatorFixer)), Shared]
internal sealed class AddCompensatorFixer : DocumentFixer
{
    private static readonly SymbolDisplayFormat s_qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.CompensatorMissing);

    protected override string Handles => ProblemProperties.AddCompensator;

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (!diagnostic.Properties.TryGetValue(ProblemProperties.Name, out var name)
            || name is null
            || !SyntaxFacts.IsValidIdentifier(name)
            || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None
            || node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } step
            || step.ContainingType.GetMembers(name).Length > 0
            || DurableSymbols.TryCreate(model.Compilation) is not { } symbols)
        {
            return null;
        }

        return new Fix($"Write '{name}'", $"{step.ContainingType.ToDisplayString()}.{name}", editor => editor.InsertAfter(
            declaration,
            NewMember.After(
                $$"""
                {{Accessibility(step, symbols)}} global::System.Threading.Tasks.Task {{name}}({{Parameters(step, symbols, cancellationToken)}})
                {
                    {{NewMember.UnwrittenBody}}
                }
                """,
                declaration)));
    }

    // What derives from a base class must reach it; the state machine is nested in its workflow, and reaches everything.
    private static string Accessibility(IMethodSymbol step, DurableSymbols symbols)
    {
        if (symbols.FindWorkflow(step.ContainingType) is not null || symbols.FindSteps(step.ContainingType) is not null)
        {
            return "private";
        }

        return SignatureReaches.Of(step) switch
        {
            SignatureReach.Anywhere => "protected",
            SignatureReach.Assembly => "private protected",
            _ => "private",
        };
    }

    private static string Parameters(IMethodSymbol step, DurableSymbols symbols, CancellationToken cancellationToken)
    {
        var parameters = new List<string>();
        var supplied = new List<string>();
        foreach (var parameter in step.Parameters)
        {
            var kind = StepParameter.Classify(parameter, symbols);
            if (kind == StepParameterKind.Service)
            {
                continue;
            }

            var isPayload = kind == StepParameterKind.Payload;
            (isPayload ? parameters : supplied).Add($"{Text(parameter.Type)} {Escape(parameter.Name)}");
        }

        if (Awaitable.TryRead(step.ReturnType, symbols)?.Result is { } result)
        {
            parameters.Add($"{ResultText(step, result, symbols, cancellationToken)} {FreeName(step)}");
        }

        return string.Join(", ", parameters.Concat(supplied));
    }

    // A started step may have no result to undo, so its parameter must be able to say so.
    private static string ResultText(IMethodSymbol step, ITypeSymbol result, DurableSymbols symbols, CancellationToken cancellationToken)
    {
        var text = Text(result);
        var isStarted = symbols.FindStep(step) is { } attribute
            && new AttributeArguments(attribute, cancellationToken).Number("CompensateOn", 0) == (int)CompensateOnKind.Started;
        return isStarted && !text.EndsWith("?", StringComparison.Ordinal) ? text + "?" : text;
    }

    private static string FreeName(IMethodSymbol step)
    {
        var name = "result";
        while (step.Parameters.Any(parameter => parameter.Name == name))
        {
            name = "step" + char.ToUpperInvariant(name[0]) + name.Substring(1);
        }

        return name;
    }

    private static string Text(ITypeSymbol type) => type.ToDisplayString(s_qualified);

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
