using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Durable.Storage;

namespace Durable.Steps;

/// <summary>A secret that resumes a step once. It says which step it belongs to, so that whoever brings it need not know.</summary>
internal sealed class CallbackToken
{
    private const int SecretBytes = 24;

    private readonly TaskCompletionSource _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="tenant">Whose run it is, or null.</param>
    /// <param name="runId">The run.</param>
    /// <param name="operationId">The step's operation.</param>
    /// <param name="attempt">The attempt that asks.</param>
    /// <param name="round">How often the step was resumed before.</param>
    public CallbackToken(string? tenant, string runId, string operationId, int attempt, int round)
    {
        Attempt = attempt;
        Round = round;
        var place = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{tenant}\n{runId}\n{operationId}"));
        Text = $"{place}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        Hash = HashOf(Text);
    }

    public int Attempt { get; }

    public int Round { get; }

    /// <summary>What the author gets: characters that need no escaping in an address.</summary>
    public string Text { get; }

    /// <summary>What is stored.</summary>
    public string Hash { get; }

    /// <summary>Completes once the hash is durable.</summary>
    public Task Recorded => _recorded.Task;

    public void SetRecorded() => _recorded.TrySetResult();

    // The secret is random and long, so a plain hash gives nothing away.
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string WithoutPrefix(string runId) =>
        runId.StartsWith(RunKey.TaskPrefix, StringComparison.Ordinal) ? runId[RunKey.TaskPrefix.Length..] : runId;

    /// <summary>The step that a token says it belongs to; null for a text that is no token.</summary>
    public static (string? Tenant, string RunId, string OperationId)? PlaceOf(string text)
    {
        var end = text.IndexOf('.', StringComparison.Ordinal);
        if (end < 0 || !Base64Url.IsValid(text.AsSpan(0, end)))
        {
            return null;
        }

        var place = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan(0, end))).Split('\n', 3);
        return place is [var tenant, var runId, var operationId] && RunIds.IsValid(WithoutPrefix(runId)) && (tenant.Length == 0 || StableName.IsValid(tenant))
            ? (tenant.Length == 0 ? null : tenant, runId, operationId)
            : null;
    }
}
