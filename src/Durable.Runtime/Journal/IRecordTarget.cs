namespace Durable.Journal;

/// <summary>What records are delivered to: a run that acts on them, live and on replay alike.</summary>
internal interface IRecordTarget
{
    void Started(StartRecord record);

    /// <summary>An operation's record: found by id, handed on, never looked into.</summary>
    void OperationRecorded(OperationRecord record);

    void SignalReceived(SignalRecord record);

    void AnswerReceived(AnswerRecord record);

    void StepResumed(ResumeRecord record);

    void UpdateRequested(UpdateRecord record);

    void UpdateEnded(UpdateEndRecord record);

    void MetadataReceived(MetadataReceivedRecord record);

    void CancelRequested(CancelRecord record);

    /// <summary>An outcome from before a retry, for whenever its operation is asked for.</summary>
    void Reused(JournalRecord record);

    void Retried(RetryRecord record);

    void Forked(ForkRecord record);

    void Paused(PauseRecord record);

    void Unpaused();

    void BodyEnded(BodyEndRecord record);

    void Continued(ContinueRecord record);

    void Undone(UndoRecord record);

    void Ended(EndRecord record);
}
