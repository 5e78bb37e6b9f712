namespace Durable.Execution;

/// <summary>Something that happened outside the run's thread and is to be handled on it.</summary>
internal interface IRunEvent
{
    void Apply(ActiveRun run);
}
