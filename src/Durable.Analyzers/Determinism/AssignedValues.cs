using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Determinism;

/// <summary>What the constructors of a type give one of its fields or properties: who reads the member runs into that.</summary>
/// <remarks>
/// Only what the value of this member is made of, whatever else a constructor does: the assigned expression, the variables of the constructor that it reads,
/// and the conditions it is under; in the constructors, and in methods of the type that these call.
/// </remarks>
internal sealed class AssignedValues
{
    private readonly ISymbol _member;
    private readonly WorkflowCode _code;
    private readonly CancellationToken _cancellationToken;

    private AssignedValues(ISymbol member, WorkflowCode code, CancellationToken cancellationToken)
    {
        _member = member;
        _code = code;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The expressions that the member is assigned.</summary>
    public static IEnumerable<ExpressionSyntax> Of(ISymbol member, WorkflowCode code, CancellationToken cancellationToken) =>
        new AssignedValues(member, code, cancellationToken).Assigned().Select(static part => part.Value);

    /// <summary>The same, with all that they are made of.</summary>
    public static IEnumerable<SyntaxNode> WithSources(ISymbol member, WorkflowCode code, CancellationToken cancellationToken)
    {
        var values = new AssignedValues(member, code, cancellationToken);
        var sources = new List<SyntaxNode>();
        foreach (var (function, value) in values.Assigned())
        {
            values.Add(value, function, sources);
        }

        return sources;
    }

    private IEnumerable<(Function Function, ExpressionSyntax Value)> Assigned() =>
        from syntax in SetUp()
        let function = new Function(syntax, [.. Assignments.In(syntax)])
        from value in function.ValuesOf(_member.Name, target => Means(target, _member))
        select (function, value);

    // The constructors, and the methods of the type that they call.
    private List<SyntaxNode> SetUp()
    {
        var constructors = _member.IsStatic ? _member.ContainingType.StaticConstructors : _member.ContainingType.InstanceConstructors;
        var functions = Declarations(constructors).Where(static syntax => syntax is ConstructorDeclarationSyntax).ToList();
        var called = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var i = 0; i < functions.Count; i++)
        {
            foreach (var call in functions[i].DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (Assignments.NameOf(call.Expression) is { } name
                    && _member.ContainingType.GetMembers(name).Any(static member => member is IMethodSymbol)
                    && SymbolOf(call) is IMethodSymbol method
                    && SymbolEqualityComparer.Default.Equals(method.OriginalDefinition.ContainingType, _member.ContainingType.OriginalDefinition)
                    && called.Add(method.OriginalDefinition))
                {
                    functions.AddRange(Declarations([method.PartialImplementationPart ?? method]));
                }
            }
        }

        return functions;
    }

    private IEnumerable<SyntaxNode> Declarations(IEnumerable<IMethodSymbol> methods) =>
        methods.SelectMany(static method => method.DeclaringSyntaxReferences).Select(reference => reference.GetSyntax(_cancellationToken));

    // Without recursion: a chain of locals may be longer than the stack allows.
    private void Add(ExpressionSyntax value, Function function, List<SyntaxNode> sources)
    {
        var open = new Stack<ExpressionSyntax>();
        open.Push(value);
        while (open.Count > 0)
        {
            var source = open.Pop();
            if (sources.Contains(source))
            {
                continue;
            }

            sources.Add(source);
            foreach (var next in SourcesOf(source, function))
            {
                open.Push(next);
            }
        }
    }

    /// <summary>What the locals in a value were given, and the conditions that it stands under.</summary>
    private IEnumerable<ExpressionSyntax> SourcesOf(ExpressionSyntax value, Function function) => value
        .DescendantNodesAndSelf()
        .OfType<IdentifierNameSyntax>()
        .Where(name => function.Assigns(name.Identifier.ValueText))
        .Select(SymbolOf)
        .OfType<ILocalSymbol>()
        .SelectMany(local => function.ValuesOf(local.Name, target => Means(target, local)))
        .Concat(value.Ancestors().TakeWhile(ancestor => ancestor != function.Syntax).Select(ConditionOf).OfType<ExpressionSyntax>());

    private static ExpressionSyntax? ConditionOf(SyntaxNode ancestor) => ancestor switch
    {
        IfStatementSyntax choice => choice.Condition,
        SwitchStatementSyntax choice => choice.Expression,
        WhileStatementSyntax loop => loop.Condition,
        CommonForEachStatementSyntax loop => loop.Expression,
        _ => null,
    };

    private bool Means(SyntaxNode target, ISymbol symbol) => SymbolEqualityComparer.Default.Equals(SymbolOf(target), symbol);

    private ISymbol? SymbolOf(SyntaxNode node)
    {
        var model = _code.ModelOf(node.SyntaxTree);
        return node is ExpressionSyntax ? model.GetSymbolInfo(node, _cancellationToken).Symbol : model.GetDeclaredSymbol(node, _cancellationToken);
    }

    // Names rule out most assignments before anything is bound.
    private sealed record Function(SyntaxNode Syntax, List<(SyntaxNode Target, ExpressionSyntax Value)> Assigned)
    {
        public bool Assigns(string name) => Assigned.Exists(assignment => Assignments.NameOf(assignment.Target) == name);

        public IEnumerable<ExpressionSyntax> ValuesOf(string name, Func<SyntaxNode, bool> isTarget) =>
            Assigned.Where(assignment => Assignments.NameOf(assignment.Target) == name && isTarget(assignment.Target)).Select(static assignment => assignment.Value);
    }
}
