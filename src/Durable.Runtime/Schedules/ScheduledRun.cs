using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Schedules;

/// <summary>The runs that a schedule starts.</summary>
internal static class ScheduledRun
{
    private const string ByHand = "trigger";

    /// <summary>The id of the run for one time of a schedule: the same whoever starts it, so that nobody starts it twice.</summary>
    public static string IdOf(string schedule, long time)
    {
        var format = time % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        return $"{schedule}/{DateTimeOffset.FromUnixTimeMilliseconds(time).ToString(format, CultureInfo.InvariantCulture)}";
    }

    /// <summary>The id of a run that somebody triggered.</summary>
    public static string IdOf(string schedule, string key) => Children.ChildIds.Of($"{schedule}/{ByHand}/{key}");

    /// <summary>The run's input.</summary>
    public static ReadOnlyMemory<byte> InputOf(ScheduleState schedule) =>
        schedule.Definition.Input is { } input ? Encoding.UTF8.GetBytes(input) : default;

    /// <summary>Describes a run to be created.</summary>
    /// <param name="workflow">The workflow, in the version to start.</param>
    /// <param name="runId">Its id.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="link">Whom to tell of its end, or just the schedule.</param>
    /// <param name="tenant">Whose it is, or null.</param>
    /// <param name="now">UTC, in milliseconds since 1970.</param>
    public static NewRun Describe(WorkflowDefinition workflow, string runId, ScheduleState schedule, ScheduleLink link, string? tenant, long now)
    {
        var definition = schedule.Definition;
        var tags = definition.Tags is { } given ? new ReadOnlyDictionary<string, string>(given) : ReadOnlyDictionary<string, string>.Empty;
        var start = new StartRecord
        {
            Workflow = workflow.Name,
            Version = workflow.Version,
            Fingerprint = workflow.Fingerprint,
            Trigger = "schedule",
            Schedule = link,
            Tenant = tenant,
            Tags = tags,
            Queue = definition.Queue,
            Priority = definition.Priority,
            Principal = definition.Principal,
            Deadline = definition.Timeout == 0 ? null : now + definition.Timeout,
            Input = InputOf(schedule),
        };
        start.Stamp(position: 1, now);
        return new NewRun
        {
            RunId = runId,
            Workflow = workflow.Name,
            Version = workflow.Version,
            Queue = definition.Queue,
            Priority = definition.Priority,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(now),
            Tags = tags,
            Start = RecordWriter.Write(start),
        };
    }
}
