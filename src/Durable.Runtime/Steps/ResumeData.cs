using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Durable.Journal;
using Durable.Serialization;

namespace Durable.Steps;

/// <summary>What somebody sends to a suspended step, before it is known whether the step asks for it.</summary>
internal abstract class ResumeData
{
    public static ResumeData Of<T>(T value) => new Typed<T>(value);

    public static ResumeData Of(JsonElement json) => new Json(json);

    /// <summary>The data as it is stored.</summary>
    /// <param name="asked">Serializers of the types the step asks for; empty where that is not known.</param>
    /// <param name="definition">The run's workflow.</param>
    /// <param name="payloads">Knows the limits.</param>
    /// <param name="runId">The run.</param>
    /// <param name="stepId">The step's operation.</param>
    /// <exception cref="DurableException">The step asks for another type (<see cref="DurableErrorCodes.ResumeTypeMismatch"/>), or the data is above a limit (<see cref="PayloadSerializer.Check"/>).</exception>
    public abstract ReadOnlyMemory<byte> Write(
        IReadOnlyList<JsonTypeInfo> asked, WorkflowDefinition definition, PayloadSerializer payloads, string runId, string stepId);

    private static DurableException Mismatch(string what, IReadOnlyList<JsonTypeInfo> asked, string runId, string stepId, Exception? cause = null) => new(
        DurableErrorCodes.ResumeTypeMismatch,
        $"Step '{stepId}' of the run '{runId}' is not resumed with {what}.",
        $"It asks for {string.Join(" or ", asked.Select(static type => type.Type.Name))}. Nothing was stored.",
        runId,
        stepId,
        cause);

    private sealed class Typed<T>(T value) : ResumeData
    {
        public override ReadOnlyMemory<byte> Write(
            IReadOnlyList<JsonTypeInfo> asked, WorkflowDefinition definition, PayloadSerializer payloads, string runId, string stepId)
        {
            if (asked.Count > 0 && !asked.Any(static type => type.Type == typeof(T)))
            {
                throw Mismatch($"a {typeof(T).Name}", asked, runId, stepId);
            }

            return payloads.Write(definition.SerializerOf<T>(stepId), value, "resume data", runId, stepId);
        }
    }

    private sealed class Json(JsonElement json) : ResumeData
    {
        public override ReadOnlyMemory<byte> Write(
            IReadOnlyList<JsonTypeInfo> asked, WorkflowDefinition definition, PayloadSerializer payloads, string runId, string stepId)
        {
            if (asked.Count == 0)
            {
                // Before it is written: the writer takes any depth.
                payloads.Check(JsonMarshal.GetRawUtf8Value(json), "resume data", runId, stepId);
                json.WriteTo(RecordWriter.Begin());
                return RecordWriter.End();
            }

            Exception? refusal = null;
            foreach (var type in asked)
            {
                try
                {
                    payloads.Check(JsonMarshal.GetRawUtf8Value(json), "resume data", runId, stepId);

                    // Written again, so that what is stored is what a typed caller would have stored.
                    return payloads.Accept(JsonSerializer.SerializeToUtf8Bytes(json.Deserialize(type), type), "resume data", runId, stepId);
                }
                catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException or FormatException)
                {
                    refusal = exception;
                }
            }

            throw Mismatch("this JSON", asked, runId, stepId, refusal);
        }
    }
}
