using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers;

internal static partial class Descriptors // Descriptors.Flow.cs
{
    /// <summary>An order that another process would not repeat.</summary>
    public static readonly DiagnosticDescriptor UnstableOrder = Rule(
        RuleIds.UnstableOrder, Category.Determinism, DiagnosticSeverity.Warning,
        title: "Workflow code follows the order of an unordered collection",
        message: "Workflow code {0}, whose order differs between processes, and a durable operation follows it; sort it first, or keep it in a List or a Dictionary");

    /// <summary>A number that another process would not compute.</summary>
    public static readonly DiagnosticDescriptor HashCode = Rule(
        RuleIds.HashCode, Category.Determinism, DiagnosticSeverity.Warning,
        title: "Workflow code decides by a hash code",
        message: "Workflow code {0}, and another process gets another number; decide by the value itself, or compute a checksum of it");

    /// <summary>State that belongs to the process, not to the run.</summary>
    public static readonly DiagnosticDescriptor StaticState = Rule(
        RuleIds.StaticState, Category.Determinism, DiagnosticSeverity.Warning,
        title: "Workflow code uses static state that changes",
        message: "Workflow code {0}, which other runs change and a restart resets; keep it in a field of the workflow, or read it in a step");

    /// <summary>A text that changes with every build.</summary>
    public static readonly DiagnosticDescriptor StackTrace = Rule(
        RuleIds.StackTrace, Category.Determinism, DiagnosticSeverity.Warning,
        title: "Workflow code records a stack trace",
        message: "Workflow code {0}, and a replay after the next build has another trace; record the exception's type and message, or write it to 'ctx.Logger'");

    /// <summary>A journal that grows for ever.</summary>
    public static readonly DiagnosticDescriptor EndlessLoop = Rule(
        RuleIds.EndlessLoop, Category.Determinism, DiagnosticSeverity.Warning,
        title: "A loop without end never continues as new",
        message: "Workflow code {0}, so its journal grows until it can no longer be replayed; end the loop with 'return await ContinueAsNewAsync(ctx, ...)' when 'ctx.ShouldContinueAsNew'");

    /// <summary>State that a replay does not have.</summary>
    public static readonly DiagnosticDescriptor StepWrites = Rule(
        RuleIds.StepWrites, Category.Determinism, DiagnosticSeverity.Warning,
        title: "A step writes state of the code around it",
        message: "A step {0}, but on replay the step does not run and the state is missing; return the value from the step and assign it in the body");
}
