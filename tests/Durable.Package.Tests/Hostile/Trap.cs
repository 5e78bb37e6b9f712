namespace Durable.Package.Tests.Hostile;

/// <summary>A project whose settings, names or shapes break careless generators, and a run that shows that its workflow works.</summary>
/// <param name="Project">Its folder under <c>Traps</c>.</param>
/// <param name="Workflow">The stable name of the workflow to run.</param>
/// <param name="Input">Its input, as JSON.</param>
/// <param name="Result">The result it must have, as JSON.</param>
/// <param name="Framework">The target framework to run, where there are several.</param>
public sealed record Trap(string Project, string Workflow, string Input, string Result, string? Framework = null)
{
    public override string ToString() => $"{Project} {Workflow}";
}
