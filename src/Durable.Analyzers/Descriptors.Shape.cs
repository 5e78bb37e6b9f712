using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers;

internal static partial class Descriptors // Descriptors.Shape.cs
{
    /// <summary>The generator adds to the class, so the class must be open to additions.</summary>
    public static readonly DiagnosticDescriptor NotPartial = Rule(
        RuleIds.NotPartial, Category.Shape, DiagnosticSeverity.Error,
        title: "A workflow class must be partial",
        message: "'{0}' {1}; declare it as 'partial class {0}'");

    /// <summary>The state machine derives from the class.</summary>
    public static readonly DiagnosticDescriptor NotInheritable = Rule(
        RuleIds.NotInheritable, Category.Shape, DiagnosticSeverity.Error,
        title: "A workflow class must not be sealed, static or abstract",
        message: "'{0}' is {1}, so no state machine can derive from it and be created; remove '{1}'");

    /// <summary>Generated code stands beside the class and in a registration of the whole assembly.</summary>
    public static readonly DiagnosticDescriptor NotReachable = Rule(
        RuleIds.NotReachable, Category.Shape, DiagnosticSeverity.Error,
        title: "Generated code must be able to reach the workflow class",
        message: "'{0}' {1}; {2}");

    /// <summary>Nothing to run.</summary>
    public static readonly DiagnosticDescriptor NoRun = Rule(
        RuleIds.NoRun, Category.Shape, DiagnosticSeverity.Error,
        title: "A workflow class needs a RunAsync method",
        message: "'{0}' has no body to run; add 'public async Task RunAsync(WorkflowContext ctx)'");

    /// <summary>Several bodies, or one that cannot be called.</summary>
    public static readonly DiagnosticDescriptor WrongRun = Rule(
        RuleIds.WrongRun, Category.Shape, DiagnosticSeverity.Error,
        title: "A workflow class has one RunAsync with a fixed signature",
        message: "'{0}.RunAsync' {1}; {2}");

    /// <summary>Steps are recorded by overriding them.</summary>
    public static readonly DiagnosticDescriptor StepNotVirtual = Rule(
        RuleIds.StepNotVirtual, Category.Shape, DiagnosticSeverity.Error,
        title: "A step must be virtual and not private",
        message: "Step '{0}' {1}, so it cannot be overridden and its calls would not be recorded; {2}");

    /// <summary>A step's outcome arrives later.</summary>
    public static readonly DiagnosticDescriptor StepNotAwaitable = Rule(
        RuleIds.StepNotAwaitable, Category.Shape, DiagnosticSeverity.Error,
        title: "A step must return a task",
        message: "Step '{0}' returns '{1}', but its outcome is only known once it is recorded; {2}");

    /// <summary>A step's input is stored as values of fixed types.</summary>
    public static readonly DiagnosticDescriptor StepSignature = Rule(
        RuleIds.StepSignature, Category.Shape, DiagnosticSeverity.Error,
        title: "A step takes plain values of fixed types",
        message: "Step '{0}' {1}; {2}");

    /// <summary>An attribute, or a constructor, that generated code can do nothing with.</summary>
    public static readonly DiagnosticDescriptor NoEffect = Rule(
        RuleIds.NoEffect, Category.Shape, DiagnosticSeverity.Error,
        title: "A declaration has no effect or cannot be used by the worker",
        message: "{0}: {1}; {2}");

    /// <summary>Two steps whose outcomes could not be told apart.</summary>
    public static readonly DiagnosticDescriptor DuplicateStep = Rule(
        RuleIds.DuplicateStep, Category.Shape, DiagnosticSeverity.Error,
        title: "Two steps of a workflow have the same id",
        message: "Steps '{1}' and '{2}' share the id '{0}', so a replay could not tell their outcomes apart; give this one another id, as in [Step(\"...\")]");

    /// <summary>A name that stored data must not refer to.</summary>
    public static readonly DiagnosticDescriptor InvalidName = Rule(
        RuleIds.InvalidName, Category.Shape, DiagnosticSeverity.Error,
        title: "A stable name has invalid characters or an invalid length",
        message: "The {0} '{1}' {2}, but stored runs refer to it by name; use 1 to 100 letters, digits, '-', '_' or '.'");

    /// <summary>Two workflows that runs could not be told apart by.</summary>
    public static readonly DiagnosticDescriptor DuplicateWorkflow = Rule(
        RuleIds.DuplicateWorkflow, Category.Shape, DiagnosticSeverity.Error,
        title: "Two workflows have the same name and version",
        message: "'{0}' and '{1}' are both workflow '{2}' version {3}, so a stored run could belong to either; give one of them another name or version");

    /// <summary>Two members that a sender could not tell apart.</summary>
    public static readonly DiagnosticDescriptor DuplicateSignal = Rule(
        RuleIds.DuplicateSignal, Category.Shape, DiagnosticSeverity.Error,
        title: "Two signals, questions, handlers, queries or updates of a workflow have the same name",
        message: "The {0} and the {1} share the name '{2}', so {3}; give this one another name");

    /// <summary>A wait that never ends.</summary>
    public static readonly DiagnosticDescriptor SignalHandledAndWaitedFor = Rule(
        RuleIds.SignalHandledAndWaitedFor, Category.Shape, DiagnosticSeverity.Error,
        title: "A signal that has a handler is also waited for",
        message: "'{0}' is handled by '{1}', which takes every one of them, so this wait would never end; let the handler write a field and wait for that with WaitUntilAsync, or remove the handler");

    /// <summary>A rate limit that could not be told apart from others.</summary>
    public static readonly DiagnosticDescriptor LimitKey = Rule(
        RuleIds.LimitKey, Category.Shape, DiagnosticSeverity.Error,
        title: "The key of a rate limit names no parameter",
        message: "The rate limit '{0}' of step '{1}' {2}; {3}");

    /// <summary>A name of a call that replay could not find again.</summary>
    public static readonly DiagnosticDescriptor UnstableKey = Rule(
        RuleIds.UnstableKey, Category.Shape, DiagnosticSeverity.Error,
        title: "The key of a step has no stable text",
        message: "'{0}' cannot name calls of step '{1}': {2}; {3}");

    /// <summary>Nothing to refuse with.</summary>
    public static readonly DiagnosticDescriptor ValidatorMismatch = Rule(
        RuleIds.ValidatorMismatch, Category.Shape, DiagnosticSeverity.Error,
        title: "The validator of an update is missing or does not match",
        message: "Update '{0}' is to be checked by '{1}', but {2}; {3}");

    /// <summary>A name that would be declared anew for each run, or replaced.</summary>
    public static readonly DiagnosticDescriptor NotStaticReadonly = Rule(
        RuleIds.NotStaticReadonly, Category.Shape, DiagnosticSeverity.Error,
        title: "A signal or question must be a static readonly field",
        message: "'{0}' declares a {1} and {2}; declare it as a 'public static readonly' field");

    /// <summary>A service that one attempt at a time may use, given to all of them.</summary>
    public static readonly DiagnosticDescriptor SharedDependency = Rule(
        RuleIds.SharedDependency, Category.Shape, DiagnosticSeverity.Warning,
        title: "A constructor takes a service that parallel steps must not share",
        message: "'{0}' is a {1}, which serves one caller at a time, while steps of a run may run in parallel; take it as a step parameter: '[FromServices] {1} {0} = null!'");

    /// <summary>A method that callers are to reach, and cannot.</summary>
    public static readonly DiagnosticDescriptor HandlerSignature = Rule(
        RuleIds.HandlerSignature, Category.Shape, DiagnosticSeverity.Error,
        title: "A signal handler, query or update has a signature that callers cannot use",
        message: "'{0}' {1}; {2}");

    /// <summary>A name of the author's that a generated member has.</summary>
    public static readonly DiagnosticDescriptor NameTaken = Rule(
        RuleIds.NameTaken, Category.Shape, DiagnosticSeverity.Error,
        title: "A workflow or its member has the name of what is generated for it",
        message: "'{0}' {1}; give it another name");

    /// <summary>A duration that cannot be read.</summary>
    public static readonly DiagnosticDescriptor InvalidDuration = Rule(
        RuleIds.InvalidDuration, Category.Shape, DiagnosticSeverity.Error,
        title: "A duration literal cannot be read",
        message: "'{0}' is no duration of at most 3650 days, so {1} would be unknown; write a whole number and a unit: \"250ms\", \"30s\", \"5m\", \"2h\" or \"1d\"");

    /// <summary>A number that makes no sense where it stands.</summary>
    public static readonly DiagnosticDescriptor OutOfRange = Rule(
        RuleIds.OutOfRange, Category.Shape, DiagnosticSeverity.Error,
        title: "A number is out of range",
        message: "{0} is {1}, {2}; {3}");
}
