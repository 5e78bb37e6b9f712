namespace Durable.Tests.Testing.Docs;

/// <summary>What the workflow of docs/testing.md talks to.</summary>
public interface IPost
{
    Task<string> PrintAsync(string address, string idempotencyKey);

    Task VoidAsync(string label);

    Task<string> HandOverAsync(string label, string idempotencyKey);
}
