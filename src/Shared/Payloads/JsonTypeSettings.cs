namespace Durable.Shared.Payloads;

/// <summary>The System.Text.Json attributes on a type that pass into its metadata as they are.</summary>
/// <param name="NumberHandling">Value of <c>[JsonNumberHandling]</c>.</param>
/// <param name="CreationHandling">Value of <c>[JsonObjectCreationHandling]</c>.</param>
/// <param name="UnmappedMemberHandling">Value of <c>[JsonUnmappedMemberHandling]</c>.</param>
/// <param name="HasCallbacks">It implements <c>IJsonOnSerializing</c> or <c>IJsonOnSerialized</c>.</param>
internal sealed record JsonTypeSettings(int? NumberHandling, int? CreationHandling, int? UnmappedMemberHandling, bool HasCallbacks)
{
    public static JsonTypeSettings None { get; } = new(null, null, null, false);
}
