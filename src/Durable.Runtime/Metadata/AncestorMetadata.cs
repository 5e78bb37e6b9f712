using Durable.Execution;

namespace Durable.Metadata;

/// <summary>What a run adds to what one of its ancestors shows.</summary>
internal sealed class AncestorMetadata(ActiveRun run, string receiver) : MetadataWriter
{
    public override void Set<T>(string name, T value) => Send(name, MetadataChange.Set, MetadataJson.Of(run, name, value));

    public override void Increment(string name, long by = 1) => Send(name, MetadataChange.Increment, MetadataJson.Of(by));

    public override void Increment(string name, double by) => Send(name, MetadataChange.Increment, MetadataJson.Of(by));

    public override void Append<T>(string name, T value) => Send(name, MetadataChange.Append, MetadataJson.Of(run, name, value));

    public override void Remove(string name) => Send(name, MetadataChange.Remove, static () => default);

    private void Send(string name, string action, Func<ReadOnlyMemory<byte>> json)
    {
        MetadataJson.CheckName(name);
        run.CheckCaller($"metadata '{name}' of run '{receiver}'");
        if (!run.IsBodyOver)
        {
            run.Ask(new MetadataOperation(run, run.NextId("meta"), receiver, new MetadataChange(action, name, json())));
        }
    }
}
