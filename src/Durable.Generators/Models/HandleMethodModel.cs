namespace Durable.Generators.Models;

/// <summary>The method of a run's handle by which callers reach a query or an update.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Accessibility">As wide as the types it names allow.</param>
/// <param name="Key">Name of its parameter for the idempotency key, beside the author's.</param>
/// <param name="Token">Name of its parameter for the token, beside the author's.</param>
internal sealed record HandleMethodModel(string Name, string Accessibility, string Key, string Token);
