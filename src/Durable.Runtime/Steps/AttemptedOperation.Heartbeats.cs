using Durable.Execution;
using Durable.Journal;

namespace Durable.Steps;

/// <summary>How an attempt says that it is alive, and how far it is.</summary>
/// <remarks>
/// Replay: <c>heartbeat</c> recorded: the next attempt has it; nothing else. Crash between a heartbeat and its record: the next attempt has the one before.
/// </remarks>
internal abstract partial class AttemptedOperation
{
    // The last one that the attempt gave, until it is recorded.
    private Heartbeat? _beat;
    private long _beatAt;
    private long _toldAt;
    private int _toldOf;

    bool IStepCall.TryGetHeartbeat<T>(out T? details)
        where T : default => TryRead(_handover?.Heartbeat, "heartbeat", out details);

    void IStepCall.Heartbeat<T>(int attempt, T details)
    {
        var json = Run.Services.Payloads.Write(Run.Definition.SerializerOf<T>(Id), details, "heartbeat", Run.RunId, Id);
        var time = Run.Services.Time;
        var now = time.GetTimestamp();
        lock (Run.AttemptGate)
        {
            _beatAt = now;
            _beat = new Heartbeat(attempt, json);
            if (_toldOf == attempt && time.GetElapsedTime(_toldAt, now) < StepContext.HeartbeatInterval)
            {
                return;
            }

            _toldAt = now;
            _toldOf = attempt;
        }

        Run.Tell(new Beat(this));
    }

    /// <summary>How long ago the attempt said that it is alive, or began.</summary>
    private TimeSpan SinceHeartbeat()
    {
        lock (Run.AttemptGate)
        {
            return Run.Services.Time.GetElapsedTime(_beatAt);
        }
    }

    private void BeginHeartbeats()
    {
        lock (Run.AttemptGate)
        {
            _beatAt = Run.Services.Time.GetTimestamp();
        }
    }

    /// <summary>Records the last heartbeat, unless it is already, or is one of an attempt that was abandoned.</summary>
    private void RecordHeartbeat()
    {
        Heartbeat? beat;
        lock (Run.AttemptGate)
        {
            (beat, _beat) = (_beat, null);
        }

        if (beat is not null && beat.Attempt == _attempt)
        {
            Run.Append(new HeartbeatRecord(Id) { Attempt = beat.Attempt, Details = beat.Json });
        }
    }

    private sealed record Heartbeat(int Attempt, ReadOnlyMemory<byte> Json);

    private sealed class Beat(AttemptedOperation operation) : IRunEvent
    {
        public void Apply(ActiveRun run)
        {
            if (operation.IsRunning)
            {
                operation.RecordHeartbeat();
            }
        }
    }
}
