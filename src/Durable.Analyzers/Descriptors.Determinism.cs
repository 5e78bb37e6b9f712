using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers;

internal static partial class Descriptors // Descriptors.Determinism.cs
{
    /// <summary>A replay happens at another time.</summary>
    public static readonly DiagnosticDescriptor Clock = Rule(
        RuleIds.Clock, Category.Determinism, DiagnosticSeverity.Error,
        title: "Workflow code reads the clock",
        message: "Workflow code {0}, and a replay would read another time; use 'ctx.Now()'");

    /// <summary>A replay would make another id.</summary>
    public static readonly DiagnosticDescriptor NewId = Rule(
        RuleIds.NewId, Category.Determinism, DiagnosticSeverity.Error,
        title: "Workflow code makes a random id",
        message: "Workflow code {0}, and a replay would get another id; use 'ctx.NewGuid()'");

    /// <summary>A replay would draw other numbers.</summary>
    public static readonly DiagnosticDescriptor Chance = Rule(
        RuleIds.Chance, Category.Determinism, DiagnosticSeverity.Error,
        title: "Workflow code draws random numbers",
        message: "Workflow code {0}, and a replay would draw other numbers; use 'ctx.Random()'");

    /// <summary>A wait that nothing remembers.</summary>
    public static readonly DiagnosticDescriptor Timer = Rule(
        RuleIds.Timer, Category.Determinism, DiagnosticSeverity.Error,
        title: "Workflow code waits on a timer of the process",
        message: "Workflow code {0}, a timer that a restart forgets and a replay waits for again; use 'ctx.SleepAsync' or a time-out of the durable operation");

    /// <summary>A wait whose end is not in the journal.</summary>
    public static readonly DiagnosticDescriptor ForeignAwait = Rule(
        RuleIds.ForeignAwait, Category.Determinism, DiagnosticSeverity.Error,
        title: "Workflow code awaits what is not durable",
        message: "Workflow code {0}, whose outcome is not recorded and would be another on replay; move it into a step, or await a member of the context");
}
