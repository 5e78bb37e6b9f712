namespace Durable.Storage.Files;

// Everything that ends in a line of the journal.
internal sealed partial class FileStore
{
    public async ValueTask<CreateOutcome> CreateAsync(NewRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        cancellationToken.ThrowIfCancellationRequested();
        var write = new CreateWrite(this, run) { Line = Lines.Create(run) };
        while (true)
        {
            Journal.ThrowIfUnusable();
            var found = Look(run.RunId);
            if (found.Creating is { } creating)
            {
                write.Line.Dispose();
                return new CreateOutcome(false, await creating.WaitAsync(cancellationToken).ConfigureAwait(false));
            }

            if (Read(run.RunId, found) is { } row)
            {
                write.Line.Dispose();
                return new CreateOutcome(false, row);
            }

            if (!TryBeginCreation(run.RunId, write, found))
            {
                continue;
            }

            try
            {
                Journal.Enqueue(write);
            }
            catch (Exception error)
            {
                write.Line.Dispose();
                lock (_runs.Gate)
                {
                    _creating.Remove(run.RunId);
                }

                // Others may have begun to wait for this creation.
                write.Complete(error);
            }

            return new CreateOutcome(true, await write.Created.ConfigureAwait(false));
        }
    }

    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        commit.Check();
        cancellationToken.ThrowIfCancellationRequested();
        Journal.ThrowIfUnusable();
        if (commit.NewRuns.Count > 0)
        {
            return CommitCreatingAsync(commit, cancellationToken);
        }

        FileRun? run;
        CommitWrite write;
        lock (_runs.Gate)
        {
            run = _runs.FindCommittable(commit);
            if (run is null)
            {
                return ValueTask.FromResult(CommitOutcome.Fenced);
            }

            write = BeginCommit(run, commit);
        }

        return Enqueue(commit, run, write, []);
    }

    /// <summary>A commit that creates runs, whose ids may be those of finished runs that only the disk knows.</summary>
    private async ValueTask<CommitOutcome> CommitCreatingAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var indexes = _indexes;
            var exists = false;
            foreach (var created in commit.NewRuns)
            {
                var found = Look(created.RunId);
                if (found.Creating is { } creating)
                {
                    await creating.WaitAsync(cancellationToken).ConfigureAwait(false);
                    exists = true;
                }
                else
                {
                    exists |= Read(created.RunId, found) is not null;
                }
            }

            FileRun? run;
            CommitWrite write;
            var creations = new TaskCompletionSource<RunRow>[commit.NewRuns.Count];
            lock (_runs.Gate)
            {
                run = _runs.FindCommittable(commit);
                if (run is null)
                {
                    return CommitOutcome.Fenced;
                }

                if (exists)
                {
                    return CommitOutcome.RunExists;
                }

                // Somebody else may have begun to create one of them since the look, or one came, ended and moved to an index file.
                if (indexes != _indexes
                    || commit.NewRuns.Any(created => _runs.Find(created.RunId) is not null || _creating.ContainsKey(created.RunId)))
                {
                    continue;
                }

                write = BeginCommit(run, commit);
                for (var i = 0; i < creations.Length; i++)
                {
                    creations[i] = new TaskCompletionSource<RunRow>(TaskCreationOptions.RunContinuationsAsynchronously);
                    _creating.Add(commit.NewRuns[i].RunId, creations[i].Task);
                }
            }

            return await Enqueue(commit, run, write, creations).ConfigureAwait(false);
        }
    }

    /// <summary>With the index's gate held.</summary>
    private CommitWrite BeginCommit(FileRun run, RunCommit commit)
    {
        run.Committing = true;
        var write = run.Write is { IsIdle: true } idle ? idle : run.Write = new CommitWrite(this, run);
        write.Seen = commit.State.IsRetryable ? RunIndex<FileRun>.Seen(run, commit.InboxTaken) : [];
        for (var i = 0; i < commit.Messages.Count; i++)
        {
            AddUnnumbered(commit.Messages[i].RunId);
        }

        return write;
    }

    private ValueTask<CommitOutcome> Enqueue(RunCommit commit, FileRun run, CommitWrite write, TaskCompletionSource<RunRow>[] creations)
    {
        try
        {
            write.Prepare(commit, creations);
            Journal.Enqueue(write);
        }
        catch (Exception error)
        {
            write.Line.Dispose();
            lock (_runs.Gate)
            {
                run.Committing = false;
                run.Write = null;
                RemoveUnnumbered(commit.Messages);
                foreach (var created in commit.NewRuns)
                {
                    _creating.Remove(created.RunId);
                }

                if (run.Lease is null)
                {
                    _runs.Settle(run);
                }
            }

            foreach (var creation in creations)
            {
                creation.SetException(error);
                _ = creation.Task.Exception;
            }

            throw;
        }

        return write.Task;
    }

    /// <summary>A creation is durable.</summary>
    internal RunRow ApplyCreation(NewRun run, LineLocation line)
    {
        _creating.Remove(run.RunId);
        var created = new FileRun(
            run.RunId, _runs.Kind(run.Workflow, run.Version, run.Queue), run.Priority, StoreTime.Stamp(run.CreatedAt), line);
        _runs.AddNew(created, run);
        var row = new RunRow
        {
            RunId = run.RunId,
            Workflow = run.Workflow,
            Version = run.Version,
            Queue = run.Queue,
            Priority = run.Priority,
            CreatedAt = StoreTime.From(created.CreatedAt),
            Tags = run.Tags,
            State = created.State,
            Length = created.Length,
            Start = run.Start,
        };
        if (created.Place == RunPlace.Ready && run.History.Count == 0 && _fresh < MostFresh)
        {
            created.Fresh = row;
            _fresh++;
        }

        return row;
    }

    /// <summary>What a commit does beyond its own run's journal is durable.</summary>
    internal RunRow[] ApplySends(FileRun run, RunCommit commit, LineLocation line, ref List<(IRunOwner Owner, string RunId)>? told)
    {
        if (commit.NextGeneration is { } next)
        {
            run.First = line;
            run.Length = 1;
            run.Generation = next.Generation;
        }

        var created = new RunRow[commit.NewRuns.Count];
        for (var i = 0; i < created.Length; i++)
        {
            created[i] = ApplyCreation(commit.NewRuns[i], line);
        }

        RemoveUnnumbered(commit.Messages);
        _runs.Send(commit.Messages, ref told);
        return created;
    }

    /// <summary>A commit is durable.</summary>
    internal void ApplyCommit(FileRun run, LineLocation line, int records, RunState state, long inboxTaken, long? inboxSeen, JournalEntry? end)
    {
        run.Committing = false;
        run.Last = line;
        _runs.Apply(run, records, state, inboxTaken, inboxSeen, end);
        if (run.IsFinished)
        {
            run.Write = null;
            run.Extras = run.Extras?.Reason is null ? null : run.Extras;
            _finished.Add(run);
        }
        else if (run.Lease is null)
        {
            run.Write = null;
        }
    }

    private bool TryBeginCreation(string runId, CreateWrite write, Found found)
    {
        lock (_runs.Gate)
        {
            // A run that came, ended and moved to an index file since the look would be missed by the first two questions.
            return _runs.Find(runId) is null && found.Indexes == _indexes && _creating.TryAdd(runId, write.Created);
        }
    }
}
