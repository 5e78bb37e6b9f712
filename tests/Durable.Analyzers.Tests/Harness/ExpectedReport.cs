using Microsoft.CodeAnalysis.Text;

namespace Durable.Analyzers.Tests.Harness;

internal sealed record ExpectedReport(string Id, TextSpan Span);
