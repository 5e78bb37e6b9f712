namespace Durable.Generators.Models;

/// <summary>The method that may refuse an update.</summary>
/// <param name="MethodName">The author's method.</param>
/// <param name="StaticOwner">The class it is called on when it is static, otherwise null.</param>
/// <param name="TakesContext">Its first parameter is the workflow context.</param>
/// <param name="ReturnsReason">It returns the reason to refuse; otherwise it throws.</param>
internal sealed record ValidatorModel(string MethodName, string? StaticOwner, bool TakesContext, bool ReturnsReason);
