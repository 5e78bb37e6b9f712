namespace Durable.Shared;

/// <summary>Metadata names of the runtime's types that the compiler-side projects look for.</summary>
internal static class WellKnownNames
{
    public const string WorkflowAttribute = "Durable.WorkflowAttribute";
    public const string StepAttribute = "Durable.StepAttribute";
    public const string SignalHandlerAttribute = "Durable.SignalHandlerAttribute";
    public const string QueryAttribute = "Durable.QueryAttribute";
    public const string UpdateAttribute = "Durable.UpdateAttribute";
    public const string AllowNondeterminismAttribute = "Durable.AllowNondeterminismAttribute";
    public const string DeterminismSummaryAttribute = "Durable.Generated.DeterminismSummaryAttribute";
    public const string RunHandle = "Durable.RunHandle";
    public const string RateLimitAttribute = "Durable.RateLimitAttribute";
    public const string StepsAttribute = "Durable.StepsAttribute";
    public const string StepKeyAttribute = "Durable.StepKeyAttribute";
    public const string FromServicesAttribute = "Durable.FromServicesAttribute";
    public const string WorkflowContext = "Durable.WorkflowContext";
    public const string RunMetadata = "Durable.RunMetadata";
    public const string MetadataWriter = "Durable.MetadataWriter";
    public const string StepContext = "Durable.StepContext";
    public const string Signal = "Durable.Signal`1";
    public const string Ask = "Durable.Ask`1";

    public const string Task = "System.Threading.Tasks.Task";
    public const string TaskOfT = "System.Threading.Tasks.Task`1";
    public const string ValueTask = "System.Threading.Tasks.ValueTask";
    public const string ValueTaskOfT = "System.Threading.Tasks.ValueTask`1";
    public const string Guid = "System.Guid";
    public const string CancellationToken = "System.Threading.CancellationToken";
    public const string ActivatorUtilitiesConstructorAttribute =
        "Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructorAttribute";
    public const string RecordedAttribute = "Durable.Generated.RecordedAttribute";
    public const string SetsRequiredMembersAttribute = "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute";

    /// <summary>The body of a workflow.</summary>
    public const string RunAsync = "RunAsync";
}
