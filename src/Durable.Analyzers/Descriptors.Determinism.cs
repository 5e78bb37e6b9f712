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

    /// <summary>Code that no longer runs when the journal says so.</summary>
    public static readonly DiagnosticDescriptor OtherThread = Rule(
        RuleIds.OtherThread, Category.Determinism, DiagnosticSeverity.Error,
        title: "Workflow code leaves the run's own thread",
        message: "Workflow code {0}, and what runs on another thread comes in another order on replay; await tasks of the context and of steps, with 'Task.WhenAll' for several");

    /// <summary>A continuation outside the run.</summary>
    public static readonly DiagnosticDescriptor LeavesContext = Rule(
        RuleIds.LeavesContext, Category.Determinism, DiagnosticSeverity.Error,
        title: "Workflow code uses ConfigureAwait(false)",
        message: "Workflow code {0}, so it would go on outside the run, where nothing is recorded; remove the call");

    /// <summary>A thread that waits for itself.</summary>
    public static readonly DiagnosticDescriptor Blocking = Rule(
        RuleIds.Blocking, Category.Determinism, DiagnosticSeverity.Error,
        title: "Workflow code blocks its thread",
        message: "Workflow code {0}, which holds up the thread that would have to bring the outcome; use 'await'");

    /// <summary>A lock that guards against nobody, or waits for ever.</summary>
    public static readonly DiagnosticDescriptor Locking = Rule(
        RuleIds.Locking, Category.Determinism, DiagnosticSeverity.Error,
        title: "Workflow code takes a lock of the process",
        message: "Workflow code {0}, but a run has one thread and its order must not depend on others; use 'await using (await ctx.LockAsync(...))' between its own parts");

    /// <summary>An effect that every replay repeats.</summary>
    public static readonly DiagnosticDescriptor InputOutput = Rule(
        RuleIds.InputOutput, Category.Determinism, DiagnosticSeverity.Error,
        title: "Workflow code does input or output",
        message: "Workflow code {0}, which every replay would do again, with another outcome; move it into a step");

    /// <summary>Another machine, another value.</summary>
    public static readonly DiagnosticDescriptor Machine = Rule(
        RuleIds.Machine, Category.Determinism, DiagnosticSeverity.Warning,
        title: "Workflow code depends on the machine or its culture",
        message: "Workflow code {0}, which another machine would answer differently on replay; take it as input, read it in a step, or name the culture or time zone");

    /// <summary>A service that nobody records.</summary>
    public static readonly DiagnosticDescriptor InjectedService = Rule(
        RuleIds.InjectedService, Category.Determinism, DiagnosticSeverity.Error,
        title: "Workflow code uses an injected service outside a step",
        message: "Workflow code {0} outside a step, so its outcome is not recorded and every replay asks again; move the use into a step");

    /// <summary>The same line again with every replay.</summary>
    public static readonly DiagnosticDescriptor Logger = Rule(
        RuleIds.Logger, Category.Determinism, DiagnosticSeverity.Warning,
        title: "Workflow code logs past the context's logger",
        message: "Workflow code {0}, which writes the same lines again on every replay; use 'ctx.Logger'");

    /// <summary>A record inside a record.</summary>
    public static readonly DiagnosticDescriptor DurableInStep = Rule(
        RuleIds.DurableInStep, Category.Determinism, DiagnosticSeverity.Error,
        title: "A step asks for a durable operation",
        message: "Code of a step {0}, but a step is one record and cannot hold others; do it in the body, before or after the step");

    /// <summary>An outcome that nobody waits for.</summary>
    public static readonly DiagnosticDescriptor DroppedTask = Rule(
        RuleIds.DroppedTask, Category.Determinism, DiagnosticSeverity.Warning,
        title: "Workflow code drops a durable task",
        message: "Workflow code {0}, so it may be cut off when the body ends and its failure is never seen; await it, at the latest with 'Task.WhenAll' at the end");

    /// <summary>Code whose end nobody can wait for.</summary>
    public static readonly DiagnosticDescriptor AsyncVoid = Rule(
        RuleIds.AsyncVoid, Category.Determinism, DiagnosticSeverity.Warning,
        title: "Workflow code is async void",
        message: "Workflow code {0}, so nobody can wait for its end and its failure takes the worker down; return 'Task' and await it");

    /// <summary>Code that is only known at run time.</summary>
    public static readonly DiagnosticDescriptor Unchecked = Rule(
        RuleIds.Unchecked, Category.Determinism, DiagnosticSeverity.Info,
        title: "Workflow code cannot be checked",
        message: "Workflow code {0}, so nobody can tell here whether a replay would do the same; call what is known when compiling, or do it in a step");
}
