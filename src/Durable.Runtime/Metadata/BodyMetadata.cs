using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Durable.Execution;

namespace Durable.Metadata;

/// <summary>A run's metadata as its body sees it.</summary>
internal sealed class BodyMetadata(ActiveRun run) : RunMetadata
{
    public override MetadataWriter Parent => run.StartRecord.Parent is { } parent ? new AncestorMetadata(run, parent.RunId) : this;

    public override MetadataWriter Root => run.StartRecord.Parent is { } parent ? new AncestorMetadata(run, run.StartRecord.Root ?? parent.RunId) : this;

    public override void Set<T>(string name, T value) => Write(name, MetadataChange.Set, MetadataJson.Of(run, name, value));

    public override void Increment(string name, long by = 1) => Write(name, MetadataChange.Increment, MetadataJson.Of(by));

    public override void Increment(string name, double by) => Write(name, MetadataChange.Increment, MetadataJson.Of(by));

    public override void Append<T>(string name, T value) => Write(name, MetadataChange.Append, MetadataJson.Of(run, name, value));

    public override void Remove(string name) => Write(name, MetadataChange.Remove, static () => default);

    public override T? Get<T>(string name)
        where T : default
    {
        MetadataJson.CheckName(name);
        run.CheckThread($"metadata '{name}'");
        if (run.Metadata.Find(name) is not { } value)
        {
            return default;
        }

        JsonTypeInfo<T> type = run.Definition.SerializerOf<T>(name);
        try
        {
            return value.Deserialize(type);
        }
#pragma warning disable CA1031 // an author's converter may throw anything
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new DurableException(
                DurableErrorCodes.MetadataMismatch,
                $"The metadata '{name}' of the run '{run.RunId}' cannot be read as {typeof(T).Name}: {exception.Message}",
                "Ask for the type that was set.",
                run.RunId,
                innerException: exception);
        }
    }

    private void Write(string name, string action, Func<ReadOnlyMemory<byte>> json)
    {
        MetadataJson.CheckName(name);
        run.CheckCaller($"metadata '{name}'");
        if (!run.IsBodyOver)
        {
            var change = new MetadataChange(action, name, json());
            run.Metadata = run.Metadata.With(change, run.RunId);
            run.Ask(new MetadataOperation(run, run.NextId("meta"), receiver: null, change));
        }
    }
}
