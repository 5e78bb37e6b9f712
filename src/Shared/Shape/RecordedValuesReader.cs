using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Shared.Shape;

/// <summary>Finds the types that a class gives to the contexts' recording members (<c>ctx.CheckpointAsync(state)</c>, <c>step.Suspend(draft)</c>).</summary>
/// <remarks>
/// The members are known by the <c>[Recorded]</c> mark on their type parameters, so a new one needs nothing here. Calls are looked for in the class and
/// its bases, wherever they are in source: the serializers belong to the class.
/// </remarks>
internal sealed class RecordedValuesReader(DurableSymbols symbols, CancellationToken cancellationToken)
{
    private static readonly ConditionalWeakTable<DurableSymbols, HashSet<string>> s_members = new();

    public ImmutableArray<RecordedValue> Read(INamedTypeSymbol type)
    {
        var members = s_members.GetValue(symbols, _ => RecordingMembers());
        var values = ImmutableArray.CreateBuilder<RecordedValue>();
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            // A base of another project may have its source at hand, too, but is not of this compilation.
            foreach (var part in declaring.DeclaringSyntaxReferences.Where(part => symbols.Compilation.ContainsSyntaxTree(part.SyntaxTree)))
            {
                ReadPart(part.GetSyntax(cancellationToken), declaring, members, values);
            }
        }

        return values.ToImmutable();
    }

    // What a body and its steps call: the contexts, and what their properties give.
    private IEnumerable<INamedTypeSymbol> RecordingTypes() =>
        new[] { symbols.WorkflowContext, symbols.StepContext, symbols.RunMetadata, symbols.MetadataWriter }.OfType<INamedTypeSymbol>();

    private bool IsRecording(INamedTypeSymbol type) => RecordingTypes().Any(recording => DurableSymbols.Is(type, recording));

    private HashSet<string> RecordingMembers() => new(
        RecordingTypes()
            .SelectMany(static type => type.GetMembers())
            .OfType<IMethodSymbol>()
            .Where(method => method.TypeParameters.Any(IsRecorded))
            .Select(method => method.Name),
        StringComparer.Ordinal);

    private bool IsRecorded(ITypeParameterSymbol parameter) =>
        parameter.GetAttributes().Any(attribute => DurableSymbols.Is(attribute.AttributeClass, symbols.RecordedAttribute));

    private void ReadPart(SyntaxNode part, INamedTypeSymbol home, HashSet<string> members, ImmutableArray<RecordedValue>.Builder values)
    {
        var model = symbols.Compilation.GetSemanticModel(part.SyntaxTree);
        foreach (var call in part.DescendantNodes(static node => !HoldsNoCall(node)).OfType<InvocationExpressionSyntax>())
        {
            // Names first: asking what a call means is what costs.
            if (NameOf(call.Expression) is not { } name
                || !members.Contains(name.Identifier.ValueText)
                || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method
                || !IsRecording(method.ContainingType))
            {
                continue;
            }

            for (var i = 0; i < method.TypeParameters.Length; i++)
            {
                if (IsRecorded(method.OriginalDefinition.TypeParameters[i]))
                {
                    values.Add(new RecordedValue(Close(method.TypeArguments[i], home), method.Name, name.GetLocation(), home, CallerOf(call, model)));
                }
            }
        }
    }

    private static bool HoldsNoCall(SyntaxNode node) => node is NameSyntax or AttributeListSyntax or ParameterListSyntax;

    // What a base class with type parameters records is of the type that the workflow gave for them.
    private ITypeSymbol Close(ITypeSymbol type, INamedTypeSymbol home) => type switch
    {
        ITypeParameterSymbol { DeclaringType: { } declaring } parameter when SymbolEqualityComparer.Default.Equals(declaring, home.OriginalDefinition) =>
            home.TypeArguments[parameter.Ordinal],
        IArrayTypeSymbol array => symbols.Compilation.CreateArrayTypeSymbol(Close(array.ElementType, home), array.Rank, array.ElementNullableAnnotation),
        INamedTypeSymbol { IsUnboundGenericType: false, ContainingType: null, TypeArguments.IsEmpty: false } named =>
            named.ConstructedFrom.Construct(
                named.TypeArguments.Select(argument => Close(argument, home)).ToImmutableArray(), named.TypeArgumentNullableAnnotations),
        _ => type,
    };

    private IMethodSymbol? CallerOf(SyntaxNode call, SemanticModel model) =>
        call.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method ? model.GetDeclaredSymbol(method, cancellationToken) : null;

    private static SimpleNameSyntax? NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => null,
    };
}
