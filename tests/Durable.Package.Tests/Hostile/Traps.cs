using System.Globalization;

namespace Durable.Package.Tests.Hostile;

/// <summary>Every trap, by what is hostile about it.</summary>
internal static class Traps
{
    private const string Order = """{"Id":"o-1","Total":12.50,"Skus":["apple"]}""";
    private const string Charged = "\"o-1 charged on attempt 1\"";

    public static IReadOnlyList<Trap> All { get; } =
    [
        // Every analyzer of the SDK and every code-style rule, all as errors.
        new("Strict", "order", Order, """{"Id":"o-1 on attempt 1","Kind":1}"""),
        new("Strict", "receipt", "\"r-1\"", "1"),

        // Compiler settings around an everyday workflow.
        new("NullableDisabled", "order", Order, Charged),
        new("NoImplicitUsings", "order", Order, Charged),
        new("Language12", "order", Order, Charged),
        new("Language13", "order", Order, Charged),
        new("Language14", "order", Order, Charged),
        new("LanguageLatest", "order", Order, Charged),
        new("LanguagePreview", "order", Order, Charged),
        new("CheckedArithmetic", "order", Order, Charged),
        new("WindowsLineEnds", "order", Order, Charged),

        // Names that hide what generated code refers to.
        new("RootSystem", "order", """{"Id":"a"}""", """{"Id":"a!"}"""),
        new("RootTask", "order", """{"Id":"a"}""", """{"Id":"a!"}"""),
        new("RootDurable", "order", """{"Id":"a"}""", """{"Id":"a!"}"""),
        new("RootDurable", "hidden", """{"Json":1}""", """{"Json":2}"""),
        new("Identifiers", "keywords", """{"string":"s","int":1,"\u0131":3}""", """{"string":"s","int":1,"\u0131":1}"""),

        // Where the class stands.
        new("Nested", "deep", """{"Value":1}""", """{"Value":2}"""),
        new("GlobalNamespace", "order", """{"Id":"a"}""", """{"Id":"a"}"""),
        new("Namespaces", "file-scoped", "1", "2"),
        new("Namespaces", "block", "1", "3"),
        new("Namespaces", "mixed", "1", "4"),
        new("SeveralFiles", "order", """{"Id":"a","Lines":3}""", "\"charged shipped a\""),
        new("SharedSteps", "invoice", "\"i-1\"", """{"Id":"i-1?","Amount":3}"""),
        new("InheritedSteps", "order", """{"Id":"a"}""", """{"Id":"Order { Id = a }","Amount":8}"""),

        // Shapes of steps and payloads.
        new("Parameters", "parameters", """[{"Item1":1,"Item2":"a"},{"Item1":2,"Item2":null}]""", "\"119 x a,5\""),
        new("WideRecord", "wide", WideRecord, "\"a4\""),
        new("ManyWorkflows", "w299", "1", "3"),

        // Projects beside one another.
        new("SameNames", "order", """{"Id":"a"}""", "\"SameNames a\""),
        new("SameNamesAgain", "order", """{"Id":"a"}""", "\"SameNamesAgain a\""),
        new("VisibleInternals", "order", """{"Id":"a"}""", "\"VisibleInternals a\""),
        new("SeesInternals", "order", """{"Id":"a"}""", "\"SeesInternals a\""),
        new("SeesInternals", "derived", """{"Id":"a"}""", "\"aVisibleInternals a\""),
        new("MultiTarget", "order", """{"Id":"a"}""", "\"any a\"", "net10.0"),
        new("MultiTarget", "order", """{"Id":"a"}""", "\"windows aTrue\"", "net10.0-windows"),
    ];

    private static string WideRecord
    {
        get
        {
            string[] values = ["7", "\"a\"", "2.50", "\"2030-01-02T03:04:05+00:00\"", "null", "true", "0", "[1]", "[\"a\",null]", "1.5"];
            var members = Enumerable.Range(1, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"Member{i}\":{values[i % 10]}"));
            return $"{{{string.Join(',', members)}}}";
        }
    }
}
