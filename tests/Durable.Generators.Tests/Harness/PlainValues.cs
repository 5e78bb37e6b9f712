using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Generators.Tests.Harness;

/// <summary>Proves that a pipeline value holds nothing of a compilation, however deep.</summary>
internal static class PlainValues
{
    private static readonly Type[] s_forbidden =
        [typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SyntaxReference), typeof(Location), typeof(Compilation), typeof(SemanticModel), typeof(SourceText), typeof(AttributeData), typeof(IOperation), typeof(Delegate)];

    public static void Check(object? value, string path) => Check(value, path, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static void Check(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        var type = value.GetType();
        Assert.False(Array.Exists(s_forbidden, forbidden => forbidden.IsInstanceOfType(value)), $"{path} holds a {type}.");
        if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                Check(item, $"{path}[]", seen);
            }

            return;
        }

        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Check(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }
}
