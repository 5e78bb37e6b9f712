using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>One place where code runs a member: calls a method, reads a property, creates an object.</summary>
/// <param name="Member">A method, property, event or field.</param>
/// <param name="Syntax">Where.</param>
/// <param name="IsVirtual">Whether an override or implementation may run instead.</param>
internal readonly record struct MemberUse(ISymbol Member, SyntaxNode Syntax, bool IsVirtual = false);
