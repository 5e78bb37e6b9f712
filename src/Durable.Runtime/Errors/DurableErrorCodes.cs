namespace Durable;

/// <summary>The stable codes of everything that can go wrong at run time. They are stored and documented; they never change meaning.</summary>
public static class DurableErrorCodes
{
    /// <summary>A sleep, a time-out or another wait is negative or longer than ten years.</summary>
    public const string DurationOutOfRange = "DURATION_OUT_OF_RANGE";

    /// <summary>A number that was passed is out of its range.</summary>
    public const string ArgumentOutOfRange = "ARGUMENT_OUT_OF_RANGE";

    /// <summary>A name or id that stored data would refer to is empty, too long or has other characters than names have.</summary>
    public const string NameInvalid = "NAME_INVALID";

    /// <summary>Two items of a fan-out have the same key, or one has none.</summary>
    public const string ItemKeyInvalid = "ITEM_KEY_INVALID";

    /// <summary>What answers to a question must match is no regular expression.</summary>
    public const string PatternInvalid = "PATTERN_INVALID";

    /// <summary>No run has this id.</summary>
    public const string RunNotFound = "RUN_NOT_FOUND";

    /// <summary>A run with this id exists and <see cref="StartOptions.IdConflict"/> is <see cref="IdConflict.Fail"/>.</summary>
    public const string RunExists = "RUN_EXISTS";

    /// <summary>The run id is empty, too long or has control characters.</summary>
    public const string RunIdInvalid = "RUN_ID_INVALID";

    /// <summary>The run has ended and takes no more messages.</summary>
    public const string RunFinished = "RUN_FINISHED";

    /// <summary>The run has not ended, so it cannot be deleted.</summary>
    public const string RunNotFinished = "RUN_NOT_FINISHED";

    /// <summary>The run has recorded no operation of this id.</summary>
    public const string StepUnknown = "STEP_UNKNOWN";

    /// <summary>A retry would use the result of a step that was undone.</summary>
    public const string StepUndone = "STEP_UNDONE";

    /// <summary>The run cannot be forked at this operation.</summary>
    public const string ForkRefused = "FORK_REFUSED";

    /// <summary>A child ended otherwise than by completing.</summary>
    public const string ChildFailed = "CHILD_FAILED";

    /// <summary>A child was to be started under an id that another run has.</summary>
    public const string ChildExists = "CHILD_EXISTS";

    /// <summary>A completed child could not be undone with its parent.</summary>
    public const string ChildNotUndone = "CHILD_NOT_UNDONE";

    /// <summary>The run has no such generation.</summary>
    public const string GenerationNotFound = "GENERATION_NOT_FOUND";

    /// <summary>The run ended otherwise than by completing.</summary>
    public const string RunFailed = "RUN_FAILED";

    /// <summary>The run cannot go on: its journal and the code disagree, or it kept killing its worker.</summary>
    public const string RunStuck = "RUN_STUCK";

    /// <summary>Only a run that is stuck, or has failed, can be retried, and this one goes on or has ended otherwise.</summary>
    public const string RunNotStuck = "RUN_NOT_STUCK";

    /// <summary>No workflow of this name is registered.</summary>
    public const string WorkflowUnknown = "WORKFLOW_UNKNOWN";

    /// <summary>Two registered workflows share name and version.</summary>
    public const string WorkflowDuplicate = "WORKFLOW_DUPLICATE";

    /// <summary>The run belongs to another workflow than the handle or client asked for.</summary>
    public const string WorkflowMismatch = "WORKFLOW_MISMATCH";

    /// <summary>The workflow declares no signal of this name.</summary>
    public const string SignalUnknown = "SIGNAL_UNKNOWN";

    /// <summary>The signal is declared with another payload type.</summary>
    public const string SignalTypeMismatch = "SIGNAL_TYPE_MISMATCH";

    /// <summary>The run has not asked this.</summary>
    public const string AskUnknown = "ASK_UNKNOWN";

    /// <summary>The question has been answered already.</summary>
    public const string AskAnswered = "ASK_ANSWERED";

    /// <summary>Nobody answered the question in time, or it was withdrawn.</summary>
    public const string AskExpired = "ASK_EXPIRED";

    /// <summary>The question does not allow this answer.</summary>
    public const string AnswerInvalid = "ANSWER_INVALID";

    /// <summary>The workflow declares no query of this name.</summary>
    public const string QueryUnknown = "QUERY_UNKNOWN";

    /// <summary>The workflow declares no update of this name.</summary>
    public const string UpdateUnknown = "UPDATE_UNKNOWN";

    /// <summary>An update's validator refused it.</summary>
    public const string UpdateRefused = "UPDATE_REFUSED";

    /// <summary>An update's method threw.</summary>
    public const string UpdateFailed = "UPDATE_FAILED";

    /// <summary>The run ended before an update of it did.</summary>
    public const string UpdateAbandoned = "UPDATE_ABANDONED";

    /// <summary>A step requires a scope that the run's principal does not hold.</summary>
    public const string ScopeMissing = "SCOPE_MISSING";

    /// <summary>The run has spent more than its principal may.</summary>
    public const string SpendExceeded = "SPEND_EXCEEDED";

    /// <summary>A setting of the configuration makes no sense.</summary>
    public const string ConfigurationInvalid = "CONFIGURATION_INVALID";

    /// <summary>A step's rate limit is reached, and the step is not to wait.</summary>
    public const string RateLimited = "RATE_LIMITED";

    /// <summary>A step or compensator takes a service that is not registered.</summary>
    public const string ServiceMissing = "SERVICE_MISSING";

    /// <summary>A step's attempts are used up.</summary>
    public const string StepFailed = "STEP_FAILED";

    /// <summary>An attempt took longer than its time-out.</summary>
    public const string StepTimeout = "STEP_TIMEOUT";

    /// <summary>An attempt said for longer than its heartbeat time-out nothing of being alive.</summary>
    public const string HeartbeatTimeout = "HEARTBEAT_TIMEOUT";

    /// <summary>A step suspended: no failure, unless the exception is caught, wrapped or thrown by a compensator.</summary>
    public const string StepSuspended = "STEP_SUSPENDED";

    /// <summary>The run has no such step that waits to be resumed.</summary>
    public const string StepNotSuspended = "STEP_NOT_SUSPENDED";

    /// <summary>The step is not resumed with data of this type.</summary>
    public const string ResumeTypeMismatch = "RESUME_TYPE_MISMATCH";

    /// <summary>No step has given out this callback token.</summary>
    public const string CallbackUnknown = "CALLBACK_UNKNOWN";

    /// <summary>The callback token was used before, or its step needs it no more.</summary>
    public const string CallbackUsed = "CALLBACK_USED";

    /// <summary>A payload is larger than the cap.</summary>
    public const string PayloadTooLarge = "PAYLOAD_TOO_LARGE";

    /// <summary>A payload could not be written or read as its type.</summary>
    public const string PayloadInvalid = "PAYLOAD_INVALID";

    /// <summary>A type is recorded that the generator did not see in the workflow class.</summary>
    public const string PayloadTypeUnknown = "PAYLOAD_TYPE_UNKNOWN";

    /// <summary>A stored payload was changed since it was encoded, or moved.</summary>
    public const string PayloadCorrupt = "PAYLOAD_CORRUPT";

    /// <summary>A stored payload was encrypted with a key that this process does not have.</summary>
    public const string PayloadKeyUnknown = "PAYLOAD_KEY_UNKNOWN";

    /// <summary>A stored payload was encoded with a codec that this process does not have.</summary>
    public const string PayloadCodecUnknown = "PAYLOAD_CODEC_UNKNOWN";

    /// <summary>A codec threw an exception of its own.</summary>
    public const string PayloadCodecFailed = "PAYLOAD_CODEC_FAILED";

    /// <summary>An artifact that holds a stored payload is not there.</summary>
    public const string ArtifactMissing = "ARTIFACT_MISSING";

    /// <summary>An artifact that holds a stored payload has other bytes than were written.</summary>
    public const string ArtifactCorrupt = "ARTIFACT_CORRUPT";

    /// <summary>The code asks for something else than the journal holds.</summary>
    public const string ReplayMismatch = "REPLAY_MISMATCH";

    /// <summary>The source of a stream failed, or was stopped, before its end.</summary>
    public const string StreamFailed = "STREAM_FAILED";

    /// <summary>The run ended without a stream of this id.</summary>
    public const string StreamUnknown = "STREAM_UNKNOWN";

    /// <summary>No question has this token.</summary>
    public const string AskTokenUnknown = "ASK_TOKEN_UNKNOWN";

    /// <summary>A run would show more metadata than it may.</summary>
    public const string MetadataTooLarge = "METADATA_TOO_LARGE";

    /// <summary>What metadata holds does not allow what was asked of it.</summary>
    public const string MetadataMismatch = "METADATA_MISMATCH";

    /// <summary>The body waits for something that is no durable operation.</summary>
    public const string NotDurableWait = "NOT_DURABLE_WAIT";

    /// <summary>A workflow context was used from outside its body.</summary>
    public const string ContextMisuse = "CONTEXT_MISUSE";

    /// <summary>The run kept killing its worker and is no longer retried.</summary>
    public const string RunPoisoned = "RUN_POISONED";

    /// <summary>Another process has the store open.</summary>
    public const string StoreLocked = "STORE_LOCKED";

    /// <summary>Stored data is damaged.</summary>
    public const string JournalCorrupt = "JOURNAL_CORRUPT";

    /// <summary>Stored data was written by a newer version of the library.</summary>
    public const string JournalTooNew = "JOURNAL_TOO_NEW";

    /// <summary>A write or flush failed; the store no longer accepts anything until it is reopened.</summary>
    public const string StoreFailed = "STORE_FAILED";

    /// <summary>The store's directory cannot be created, read or written.</summary>
    public const string StoreUnavailable = "STORE_UNAVAILABLE";

    /// <summary>Something failed that should not have; the message and the log say more.</summary>
    public const string Unexpected = "UNEXPECTED";

    /// <summary>An option is missing or out of range.</summary>
    public const string OptionInvalid = "OPTION_INVALID";

    /// <summary>A schedule's id is empty, too long or has control characters.</summary>
    public const string ScheduleIdInvalid = "SCHEDULE_ID_INVALID";

    /// <summary>No schedule has this id.</summary>
    public const string ScheduleNotFound = "SCHEDULE_NOT_FOUND";

    /// <summary>Another schedule has this id.</summary>
    public const string ScheduleExists = "SCHEDULE_EXISTS";

    /// <summary>A cron expression does not parse, or names a day that never comes.</summary>
    public const string CronInvalid = "CRON_INVALID";

    /// <summary>A schedule's interval is no such text, or out of range.</summary>
    public const string IntervalInvalid = "INTERVAL_INVALID";

    /// <summary>This machine does not know the time zone.</summary>
    public const string TimeZoneUnknown = "TIME_ZONE_UNKNOWN";

    /// <summary>The tenant is empty, too long or has characters that are not allowed.</summary>
    public const string TenantInvalid = "TENANT_INVALID";

    /// <summary>The client is confined to another tenant.</summary>
    public const string TenantMismatch = "TENANT_MISMATCH";

    /// <summary>The host has not been started yet.</summary>
    public const string HostNotStarted = "HOST_NOT_STARTED";

    /// <summary>The host is stopping or has stopped.</summary>
    public const string HostStopped = "HOST_STOPPED";

    /// <summary>An exported history is not readable as one.</summary>
    public const string HistoryInvalid = "HISTORY_INVALID";

    /// <summary>An exported history was written in a newer format.</summary>
    public const string HistoryTooNew = "HISTORY_TOO_NEW";

    /// <summary>In a test host: somebody waits for a run that nothing will bring on. In a test context: an inline step that is tried without limit never succeeds.</summary>
    public const string TestStalled = "TEST_STALLED";

    /// <summary>One item of a fan-out failed.</summary>
    public const string ItemFailed = "ITEM_FAILED";

    /// <summary>In a test of crashes: one of them made a difference.</summary>
    public const string CrashDifference = "CRASH_DIFFERENCE";
}
