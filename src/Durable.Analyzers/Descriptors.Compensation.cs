using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers;

internal static partial class Descriptors // Descriptors.Compensation.cs
{
    /// <summary>Nothing to undo with.</summary>
    public static readonly DiagnosticDescriptor CompensatorMissing = Rule(
        RuleIds.CompensatorMissing, Category.Shape, DiagnosticSeverity.Error,
        title: "The method that undoes a step is missing",
        message: "Step '{0}' is to be undone by '{1}', but {2}; {3}");

    /// <summary>A parameter that nothing recorded can fill.</summary>
    public static readonly DiagnosticDescriptor CompensatorParameters = Rule(
        RuleIds.CompensatorParameters, Category.Shape, DiagnosticSeverity.Error,
        title: "The parameters of a compensator do not match its step",
        message: "'{0}' cannot be called to undo '{1}': {2}; {3}");

    /// <summary>A name that means several methods.</summary>
    public static readonly DiagnosticDescriptor CompensatorAmbiguous = Rule(
        RuleIds.CompensatorAmbiguous, Category.Shape, DiagnosticSeverity.Error,
        title: "The method that undoes a step is ambiguous",
        message: "Step '{0}' is to be undone by '{1}', but {2} methods have that name, so which one is left open; give the compensator a name of its own");

    /// <summary>Undoing that would have to be undone.</summary>
    public static readonly DiagnosticDescriptor CompensationCycle = Rule(
        RuleIds.CompensationCycle, Category.Shape, DiagnosticSeverity.Error,
        title: "A compensator has a compensation of its own",
        message: "'{0}' is to undo '{1}' and is itself undone by '{2}', so unwinding could go in circles; name a method without a compensation");

    /// <summary>Undoing whose end nobody could wait for.</summary>
    public static readonly DiagnosticDescriptor CompensatorNotAwaitable = Rule(
        RuleIds.CompensatorNotAwaitable, Category.Shape, DiagnosticSeverity.Error,
        title: "A compensator must return a task",
        message: "'{0}' returns '{1}', so nobody could tell when '{2}' is undone or that it failed; return 'Task' or 'ValueTask'");
}
