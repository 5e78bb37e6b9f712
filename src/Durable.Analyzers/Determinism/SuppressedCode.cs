using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Determinism;

/// <summary>Whether a rule is switched off where a violation stands: then callers elsewhere hear nothing of it either.</summary>
/// <remarks>In the workflow class itself the compiler sees to this; it is only asked here about code in between.</remarks>
internal static class SuppressedCode
{
    public static bool IsSuppressed(string ruleId, Location location, ISymbol owner, Compilation compilation, CancellationToken cancellationToken) =>
        location.SourceTree is { } tree
        && (IsOffInFile(ruleId, tree, compilation, cancellationToken)
            || IsOffByPragma(ruleId, tree, location.SourceSpan.Start, cancellationToken)
            || IsOffByAttribute(ruleId, owner));

    private static bool IsOffInFile(string ruleId, SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken) =>
        compilation.Options.SyntaxTreeOptionsProvider is { } options
        && options.TryGetDiagnosticValue(tree, ruleId, cancellationToken, out var severity)
        && severity == ReportDiagnostic.Suppress;

    private static bool IsOffByPragma(string ruleId, SyntaxTree tree, int position, CancellationToken cancellationToken)
    {
        var isOff = false;
        for (var directive = tree.GetRoot(cancellationToken).GetFirstDirective(); directive is not null && directive.SpanStart < position; directive = directive.GetNextDirective())
        {
            if (directive is PragmaWarningDirectiveTriviaSyntax { IsActive: true } pragma
                && (pragma.ErrorCodes.Count == 0 || pragma.ErrorCodes.Any(code => code is IdentifierNameSyntax name && name.Identifier.ValueText == ruleId)))
            {
                isOff = pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword);
            }
        }

        return isOff;
    }

    private static bool IsOffByAttribute(string ruleId, ISymbol owner)
    {
        for (var current = owner; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            foreach (var attribute in current.GetAttributes())
            {
                if (attribute is { AttributeClass.Name: "SuppressMessageAttribute", ConstructorArguments: { Length: 2 } arguments }
                    && arguments[1].Value is string check
                    && check.StartsWith(ruleId, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
