namespace Durable.Storage.Files;

/// <summary>What a line of the journal says; its <c>t</c>.</summary>
internal enum LineKind
{
    /// <summary>The first line of a segment: format, number, length of the segment before.</summary>
    Segment,

    /// <summary>A process opened the store. A session that is followed by another without a <see cref="Close"/> ended uncleanly.</summary>
    Open,

    /// <summary>The store was closed cleanly.</summary>
    Close,

    /// <summary>A run was created.</summary>
    Create,

    /// <summary>A commit was applied.</summary>
    Commit,

    /// <summary>A message was put into an inbox.</summary>
    Inbox,

    /// <summary>A run that had ended, or was stuck, came back to life.</summary>
    Reopen,

    /// <summary>A run that had ended was deleted: none of the lines about it before this one counts any more.</summary>
    Delete,

    /// <summary>Stands where lines about deleted runs were, in a segment that was rewritten without them; holds what one of those said about other runs.</summary>
    Gap,

    /// <summary>A suspect was handed out to run alone.</summary>
    Alone,

    /// <summary>The suspect that ran alone was given back.</summary>
    Together,
}
