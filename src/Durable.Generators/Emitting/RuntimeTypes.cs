namespace Durable.Generators.Emitting;

/// <summary>The runtime's types as generated code names them.</summary>
internal static class RuntimeTypes
{
    public const string CancellationToken = "global::System.Threading.CancellationToken";
    public const string ChildOptions = "global::Durable.ChildOptions";
    public const string ChildRun = "global::Durable.ChildRun";
    public const string CompensateOn = "global::Durable.CompensateOn";
    public const string DurableBuilder = "global::Durable.DurableBuilder";
    public const string DurableClient = "global::Durable.DurableClient";
    public const string KeyText = "global::Durable.Generated.KeyText";
    public const string Nothing = "global::Durable.Generated.Nothing";
    public const string OnLimit = "global::Durable.OnLimit";
    public const string QueryDefinition = "global::Durable.Generated.QueryDefinition";
    public const string RecordedResult = "global::Durable.Generated.RecordedResult";
    public const string RunHandle = "global::Durable.RunHandle";
    public const string ScheduleOptions = "global::Durable.ScheduleOptions";
    public const string ScheduleSpec = "global::Durable.ScheduleSpec";
    public const string Signal = "global::Durable.Signal";
    public const string SignalDefinition = "global::Durable.Generated.SignalDefinition";
    public const string SignalHandlerDefinition = "global::Durable.Generated.SignalHandlerDefinition";
    public const string StartOptions = "global::Durable.StartOptions";
    public const string StepContext = "global::Durable.StepContext";
    public const string StepDefinition = "global::Durable.Generated.StepDefinition";
    public const string StepPolicy = "global::Durable.StepPolicy";
    public const string StepsInterface = "global::Durable.ISteps";
    public const string StepServices = "global::Durable.Generated.StepServices";
    public const string Task = "global::System.Threading.Tasks.Task";
    public const string UpdateDefinition = "global::Durable.Generated.UpdateDefinition";
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    public const string WorkflowContext = "global::Durable.WorkflowContext";
    public const string WorkflowDefinition = "global::Durable.WorkflowDefinition";
    public const string WorkflowDefinitionOf = "global::Durable.Generated.WorkflowDefinition";
    public const string WorkflowInterface = "global::Durable.IWorkflow";
    public const string WorkflowRun = "global::Durable.Generated.WorkflowRun";
    public const string WorkflowServices = "global::Durable.Generated.WorkflowServices";
}
