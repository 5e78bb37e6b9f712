namespace Durable.Shared.Payloads;

/// <summary>The System.Text.Json attributes on a member that pass into its metadata as they are.</summary>
/// <param name="IgnoreCondition">Value of <c>[JsonIgnore(Condition = …)]</c>.</param>
/// <param name="NumberHandling">Value of <c>[JsonNumberHandling]</c>.</param>
/// <param name="CreationHandling">Value of <c>[JsonObjectCreationHandling]</c>.</param>
/// <param name="Order">Value of <c>[JsonPropertyOrder]</c>.</param>
/// <param name="IsExtensionData">It carries <c>[JsonExtensionData]</c>.</param>
internal sealed record JsonMemberSettings(int? IgnoreCondition, int? NumberHandling, int? CreationHandling, int Order, bool IsExtensionData)
{
    public static JsonMemberSettings None { get; } = new(null, null, null, 0, false);
}
