using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Determinism;

/// <summary>The code behind a member of this compilation, and what it does: read when first asked for, then remembered.</summary>
internal sealed class Bodies(WorkflowCode code)
{
    private readonly ConcurrentDictionary<ClosedBody, BodyFacts> _facts = new();

    /// <summary>The member whose body runs: a definition, and of a partial method the half that has a body.</summary>
    public static ISymbol Key(ISymbol member) => member.OriginalDefinition switch
    {
        IMethodSymbol method => (method.ReducedFrom ?? method).PartialImplementationPart ?? method.ReducedFrom ?? method,
        IPropertySymbol property => property.PartialImplementationPart ?? property,
        var other => other,
    };

    public BodyFacts FactsOf(ClosedBody body, CancellationToken cancellationToken)
    {
        if (!_facts.TryGetValue(body, out var facts))
        {
            // Two threads may read the same body; they read the same facts.
            facts = _facts.GetOrAdd(body, Read(body, cancellationToken));
            if (code.WorkflowAround(body.Key) is null && !IsForItsCallers(facts))
            {
                code.Carried.Keep(body, facts, code.Options);
            }
        }

        return facts;
    }

    // What is carried to the next compilation breaks no rule there, whoever calls it.
    private bool IsForItsCallers(BodyFacts facts) =>
        !facts.StepViolations.IsEmpty || !facts.ContextUses.IsEmpty || facts.StepCalls.Any(call => ContextUses.AreIn(call.Member, code.Symbols));

    private BodyFacts Read(ClosedBody body, CancellationToken cancellationToken)
    {
        var key = body.Key;
        if (code.Allowed.Covers(key))
        {
            return BodyFacts.Nothing;
        }

        var reader = new BodyReader(code, body, cancellationToken);
        foreach (var syntax in Parts(key, cancellationToken))
        {
            reader.Read(syntax);
        }

        if (key is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor)
        {
            ReadInitializers(constructor, reader, cancellationToken);
        }

        return reader.ToFacts();
    }

    // A constructor that calls no other of its class runs the initializers, and its base's constructor even if it does not say so.
    private static void ReadInitializers(IMethodSymbol constructor, BodyReader reader, CancellationToken cancellationToken)
    {
        var syntax = constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        if (syntax is ConstructorDeclarationSyntax { Initializer: { } initializer } && initializer.IsKind(SyntaxKind.ThisConstructorInitializer))
        {
            return;
        }

        foreach (var member in constructor.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } or IPropertySymbol { IsStatic: false } && Initializer(member, cancellationToken) is { } value)
            {
                reader.AddCall(new MemberUse(member, value));
            }
        }

        syntax ??= constructor.ContainingType.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        if (syntax is not ConstructorDeclarationSyntax { Initializer: not null }
            && !CallsBase(constructor, cancellationToken)
            && constructor.ContainingType.BaseType?.InstanceConstructors.FirstOrDefault(static candidate => candidate.Parameters.All(static parameter => parameter.IsOptional)) is { } baseConstructor
            && syntax is not null)
        {
            reader.AddBaseConstructor(baseConstructor, syntax);
        }
    }

    // The primary constructor of a class that names its base with arguments.
    private static bool CallsBase(IMethodSymbol constructor, CancellationToken cancellationToken) =>
        constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is TypeDeclarationSyntax { BaseList.Types: var types }
        && types.Any(static type => type is PrimaryConstructorBaseTypeSyntax);

    private IEnumerable<SyntaxNode> Parts(ISymbol key, CancellationToken cancellationToken)
    {
        if (key is IFieldSymbol or IPropertySymbol)
        {
            return AssignedValues.WithSources(key, code, cancellationToken).Prepend(Initializer(key, cancellationToken)).OfType<SyntaxNode>();
        }

        return key.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).SelectMany(static syntax => syntax switch
        {
            // The primary constructor of a class: its arguments for the base.
            TypeDeclarationSyntax type => (type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>() ?? []).Cast<SyntaxNode>(),
            _ => [syntax],
        });
    }

    private static EqualsValueClauseSyntax? Initializer(ISymbol member, CancellationToken cancellationToken) =>
        member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax field => field.Initializer,
            PropertyDeclarationSyntax property => property.Initializer,
            _ => null,
        };
}
