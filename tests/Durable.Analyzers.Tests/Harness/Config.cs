using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>What an <c>.editorconfig</c> would say for all files.</summary>
internal sealed class Config(params (string Key, string Value)[] settings) : AnalyzerConfigOptionsProvider
{
    private readonly Settings _settings = new(settings.ToDictionary(static entry => entry.Key, static entry => entry.Value));

    /// <summary>What it was made of.</summary>
    public IReadOnlyList<(string Key, string Value)> Entries => settings;

    public override AnalyzerConfigOptions GlobalOptions => _settings;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _settings;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _settings;

    private sealed class Settings(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
