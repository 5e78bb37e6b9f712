using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Shared.Shape;

/// <summary>Checks the questions that a class and its bases declare, and how it declares signals and questions (DUR1011, DUR1013, DUR1025).</summary>
internal sealed class AsksReader(DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    private readonly NamedFields _fields = new(symbols, cancellationToken);

    public void Check(INamedTypeSymbol type)
    {
        CheckNames(type);
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
        {
            var isSignal = DurableSymbols.Is(field.Type, symbols.Signal);
            if ((isSignal || DurableSymbols.Is(field.Type, symbols.Ask)) && !field.IsImplicitlyDeclared && !NamedFields.IsDeclaration(field))
            {
                Report(
                    field,
                    isSignal ? "signal" : "question",
                    field.IsStatic ? "is not readonly, so it could come to mean something else while runs wait for it" : "is not static, so callers could not name it");
            }
        }

        foreach (var property in type.GetMembers().OfType<IPropertySymbol>())
        {
            // One that only passes on what is declared elsewhere is none itself.
            if (DurableSymbols.Is(property.Type, symbols.Signal) && DeclaresSignal(property))
            {
                Report(property, "signal", "is a property, so the workflow does not know it");
            }
        }
    }

    private bool DeclaresSignal(IPropertySymbol property) =>
        property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is PropertyDeclarationSyntax declaration
        && (declaration.Initializer?.Value ?? declaration.ExpressionBody?.Expression) is BaseObjectCreationExpressionSyntax;

    private void Report(ISymbol declared, string what, string fault) => problems.Add(
        RuleIds.NotStaticReadonly,
        Places.OfIdentifier(declared),
        elsewhere: null,
        ProblemProperties.For(ProblemProperties.MakeStaticReadonly),
        declared.Name,
        what,
        fault);

    private void CheckNames(INamedTypeSymbol type)
    {
        var first = new Dictionary<string, IFieldSymbol>(StringComparer.Ordinal);
        foreach (var field in NamedFields.Of(type, symbols.Ask))
        {
            if (_fields.NameOf(field) is not ({ } name, var place))
            {
                continue;
            }

            NameCheck.Run(problems, "question's name", name, place);
            if (!first.TryGetValue(name, out var other))
            {
                first.Add(name, field);
                continue;
            }

            problems.Add(
                RuleIds.DuplicateSignal,
                place,
                $"question '{TypeText.Of(other)}'",
                $"question '{TypeText.Of(field)}'",
                name,
                "an answer to one could be taken for one to the other");
        }
    }
}
