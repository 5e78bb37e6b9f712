namespace Durable;

/// <summary>The stored names of what a client sends to a run; the engine tells messages apart by them.</summary>
internal static class InboxKinds
{
    /// <summary>Named by its signal; the payload is the signal's.</summary>
    public const string Signal = "signal";

    /// <summary>Named by the operation that asked; the payload holds the answer.</summary>
    public const string Answer = "answer";

    /// <summary>Named by its update; the payload holds the request's id and the arguments.</summary>
    public const string Update = "update";

    /// <summary>The payload is the reason as a JSON string, or empty.</summary>
    public const string Cancel = "cancel";

    /// <summary>The payload is the reason as a JSON string, or empty.</summary>
    public const string Terminate = "terminate";

    /// <summary>Asks the run to start nothing new; the payload is the reason as a JSON string, or empty.</summary>
    public const string Pause = "pause";

    /// <summary>Asks a paused run to go on; no payload.</summary>
    public const string Unpause = "unpause";

    /// <summary>A child ended: named by the operation that started it; the payload says which child, and how.</summary>
    public const string ChildEnd = "childEnd";

    /// <summary>A child that its parent brought back to be undone has ended again: named by the operation that started it; no payload.</summary>
    public const string ChildUndone = "childUndone";

    /// <summary>A step that ran elsewhere ended: named by its operation; the payload says which task, and how.</summary>
    public const string TaskEnd = "taskEnd";

    /// <summary>Resumes a suspended step: named by its operation; the payload holds what the step goes on with.</summary>
    public const string Resume = "resume";

    /// <summary>A descendant changes what the run shows; the payload is the change.</summary>
    public const string Metadata = "meta";

    /// <summary>A token was made for a question: named by the operation that asked; the payload is the token's hash.</summary>
    public const string AskToken = "askToken";

    /// <summary>Asks a stuck run to be tried again; no payload.</summary>
    public const string Retry = "retry";
}
