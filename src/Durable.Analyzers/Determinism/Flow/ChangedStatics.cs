using System.Collections.Concurrent;
using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Finds the static collections that the type they stand in changes after its set-up: in a step, or in a method that others call.</summary>
/// <remarks>
/// Asked of bodies in workflow classes, and of others about their own type only: what is known of these is carried from one key press to the next, and would outlive
/// an edit elsewhere.
/// </remarks>
internal sealed class ChangedStatics(WorkflowCode code)
{
    private readonly ConcurrentDictionary<ISymbol, bool> _changed = new(SymbolEqualityComparer.Default);

    public bool Holds(ISymbol member, BodyContext body)
    {
        if (!IsCollection(member) || !code.HasSource(member) || (code.WorkflowAround(body.Owner) is null && !SymbolEqualityComparer.Default.Equals(Outermost(member), Outermost(body.Owner))))
        {
            return false;
        }

        var key = member.OriginalDefinition;
        if (!_changed.TryGetValue(key, out var isChanged))
        {
            isChanged = _changed.GetOrAdd(key, IsChanged(key, body.CancellationToken));
        }

        return isChanged;
    }

    private static bool IsCollection(ISymbol member)
    {
        var type = member is IFieldSymbol { IsStatic: true, IsReadOnly: true } field ? field.Type : member is IPropertySymbol { IsStatic: true, SetMethod: null, IsIndexer: false } property ? property.Type : null;
        return type is IArrayTypeSymbol
            || (type is INamedTypeSymbol { SpecialType: not SpecialType.System_String } named && UnsupportedPayloads.IsPlatform(named)
                && named.AllInterfaces.Any(static face => face.SpecialType == SpecialType.System_Collections_IEnumerable)
                && named.ContainingNamespace.Name is not ("Immutable" or "Frozen"));
    }

    private bool IsChanged(ISymbol member, CancellationToken cancellationToken)
    {
        var parts = member.ContainingType.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellationToken)).ToList();
        foreach (var name in parts.SelectMany(part => Named(part, member.Name)))
        {
            var whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name;
            if (!IsSetUp(whole, parts)
                && code.ModelOf(whole.SyntaxTree).GetOperation(whole, cancellationToken) is IMemberReferenceOperation { Parent: { } parent } reference
                && SymbolEqualityComparer.Default.Equals(reference.Member.OriginalDefinition, member)
                && Changes.In(parent) == reference)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<IdentifierNameSyntax> Named(SyntaxNode part, string name) =>
        part.DescendantNodes().OfType<IdentifierNameSyntax>().Where(identifier => identifier.Identifier.ValueText == name);

    // Before anything runs: static initializers and constructors, and a private method that only these call.
    private static bool IsSetUp(SyntaxNode place, List<SyntaxNode> parts) => place.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
    {
        MethodDeclarationSyntax method when !method.Modifiers.Any(static modifier => modifier.Text is "public" or "protected" or "internal") =>
            parts.SelectMany(part => Named(part, method.Identifier.ValueText)).ToList() is { Count: > 0 } uses && uses.TrueForAll(static use => IsInitializer(use.FirstAncestorOrSelf<MemberDeclarationSyntax>())),
        var member => IsInitializer(member),
    };

    private static bool IsInitializer(MemberDeclarationSyntax? member) => member is FieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null }
        || (member is ConstructorDeclarationSyntax constructor && constructor.Modifiers.Any(static modifier => modifier.Text == "static"));

    private static INamedTypeSymbol? Outermost(ISymbol member)
    {
        var type = member.ContainingType;
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type;
    }
}
