using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>What an <c>.editorconfig</c> says for all files, as the compiler reads it.</summary>
/// <remarks>Its parser takes what follows a ';' or '#' for a comment: what does not survive it here, no user can write.</remarks>
internal sealed class Config(params (string Key, string Value)[] settings) : AnalyzerConfigOptionsProvider
{
    private readonly Settings _settings = new(Parse(settings));

    /// <summary>What it was made of.</summary>
    public IReadOnlyList<(string Key, string Value)> Entries => settings;

    public override AnalyzerConfigOptions GlobalOptions => _settings;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _settings;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _settings;

    private static ImmutableDictionary<string, string> Parse((string Key, string Value)[] settings)
    {
        var file = AnalyzerConfig.Parse($"[*.cs]\n{string.Concat(settings.Select(static entry => $"{entry.Key} = {entry.Value}\n"))}", "/.editorconfig");
        return AnalyzerConfigSet.Create(new[] { file }).GetOptionsForSourcePath("/File0.cs").AnalyzerOptions;
    }

    private sealed class Settings(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
