namespace Durable.Bench.Rules;

/// <summary>Where in a workflow's file a letter is typed.</summary>
public enum KeyPressPlace
{
    /// <summary>In a string within <c>RunAsync</c>.</summary>
    Body,

    /// <summary>In the name of a step's method.</summary>
    StepName,

    /// <summary>In the name that the workflow's attribute gives it.</summary>
    WorkflowName,
}
