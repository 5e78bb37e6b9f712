using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Durable.Testing;

/// <summary>A call that a fake answers instead of the author's step or compensator.</summary>
public sealed class FakeCall
{
    private readonly JsonElement _input;

    internal FakeCall(ReadOnlyMemory<byte> input, StepContext step)
    {
        Step = step;
        if (!input.IsEmpty)
        {
            using var document = JsonDocument.Parse(input);
            _input = document.RootElement.Clone();
        }
    }

    /// <summary>What the step would have been told: run, operation, attempt, idempotency key, cancellation.</summary>
    public StepContext Step { get; }

    /// <summary>The recorded argument of a parameter, as JSON.</summary>
    /// <param name="parameter">The parameter's name on the step's method.</param>
    /// <exception cref="ArgumentException">The step records no such parameter.</exception>
    public JsonElement Argument(string parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return _input.ValueKind == JsonValueKind.Object && _input.TryGetProperty(parameter, out var value)
            ? value
            : throw new ArgumentException($"Step '{Step.StepId}' has no recorded parameter '{parameter}'; recorded is {(_input.ValueKind == JsonValueKind.Undefined ? "nothing" : _input)}.", nameof(parameter));
    }

    /// <summary>The recorded argument of a parameter.</summary>
    /// <typeparam name="T">The parameter's type.</typeparam>
    /// <param name="parameter">The parameter's name on the step's method.</param>
    /// <param name="type">How to read it, from a <c>JsonSerializerContext</c> of the test's.</param>
    /// <exception cref="ArgumentException">The step records no such parameter.</exception>
    /// <exception cref="JsonException">The recorded value is of another type.</exception>
    public T? Argument<T>(string parameter, JsonTypeInfo<T> type) => Argument(parameter).Deserialize(type);
}
