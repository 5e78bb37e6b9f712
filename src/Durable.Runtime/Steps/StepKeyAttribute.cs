namespace Durable;

/// <summary>
/// Marks the parameter of a step that names the call: it is recorded as <c>charge[o-42]</c> instead of as the n-th one, so that calls may be
/// reordered or inserted while runs are under way.
/// </summary>
/// <remarks>
/// The parameter is text, an integer, a <see cref="Guid"/>, an enum (its member's name) or of a type with properties marked the same way; null counts as empty.
/// Several are joined by commas, in order of declaration. In the recorded id <c>% [ ] / # ,</c> and control characters are written as <c>%</c> and
/// hexadecimal digits, and a key longer than 200 characters is cut to 160 and told apart by a hash. A second call with the same key is recorded as <c>charge[o-42]#2</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class StepKeyAttribute : Attribute;
