namespace Durable.Storage.Files;

// What each line says of runs, in the order of lines.
internal sealed partial class Recovery
{
    private void Take(LineLocation at)
    {
        switch (_parser.Kind)
        {
            case LineKind.Segment:
                Check(_parser.Number == at.Segment, "the number of another segment");
                Check(_parser.PreviousLength == _segmentLength, $"the segment before had {_parser.PreviousLength} bytes when this one was begun");
                Space.Find(at.Segment)!.Cleaned = _parser.Cleaned;
                break;
            case LineKind.Open:
                if (_isOpen)
                {
                    NoteStop(_parser.At);
                }

                LastSession = _parser.Session;
                _isOpen = true;
                break;
            case LineKind.Close:
                _isOpen = false;
                _alone = null;
                break;
            case LineKind.Create:
                TakeCreation(at);
                break;
            case LineKind.Commit:
                TakeCommit(at);
                break;
            case LineKind.Inbox:
                TakeMessage();
                break;
            case LineKind.Reopen:
                TakeReopening(at);
                break;
            case LineKind.Delete:
                TakeDeletion(at);
                break;
            case LineKind.Gap:
                TakeSends(run: null, at);
                break;
            case LineKind.Alone:
                runs.RunsBySpan.TryGetValue(_parser.Run, out _alone);
                break;
            default:
                _alone = null;
                break;
        }
    }

    private void TakeCreation(LineLocation at)
    {
        Check(_parser.RecordCount >= 1, "a creation without its record");
        Check(!runs.RunsBySpan.ContainsKey(_parser.Run), "a run that exists already");
        var kind = runs.Kind(_parser.Workflow, _parser.Version, _parser.Queue);
        var run = new FileRun(_parser.RunId, kind, _parser.Priority, _parser.Created, at)
        {
            Length = _parser.RecordCount,
            WakeAt = _parser.WakeAt,
            StopsSeen = _stops.Count,
        };
        runs.Add(run);
        foreach (var message in _parser.Messages)
        {
            RunIndex<FileRun>.DeliverUnplaced(run, message.Entry);
        }
    }

    private void TakeCommit(LineLocation at)
    {
        if (!runs.RunsBySpan.TryGetValue(_parser.Run, out var run) || run.IsFinished || run.Length != _parser.Length || run.Last != _parser.Previous)
        {
            TakeLoose(run, at, "a commit that does not follow the run's line before");
            TakeSends(run: null, at);
            return;
        }

        CountStops(run);
        run.Last = at;
        run.Summary = _parser.SummaryAfter(run.Summary, at);
        RunIndex<FileRun>.ApplyUnplaced(run, _parser.RecordCount, _parser.Status, _parser.WakeAt, _parser.Reason, _parser.Taken, _parser.InboxSeen);
        if (_parser.RecordCount > 0 && run == _alone)
        {
            _alone = null;
        }

        if (run.IsFinished)
        {
            run.Extras = run.Extras?.Reason is null ? null : run.Extras;
            _finished.Add(run);
        }

        TakeSends(run, at);
    }

    private void TakeReopening(LineLocation at)
    {
        FileRun run;
        if (runs.RunsBySpan.TryGetValue(_parser.Run, out var known) && !known.IsFinished)
        {
            if (known.Status != RunStatus.Stuck || known.Length != _parser.Length || known.Last != _parser.Previous)
            {
                TakeLoose(known, at, "a reopening that does not follow the run's line before");
                return;
            }

            CountStops(known);
            run = known;
        }
        else
        {
            // It ended, and may have been let go of with its segment: the line says all that is needed.
            if (known is not null)
            {
                if (known.Last != _parser.Previous)
                {
                    TakeLoose(known, at, "a reopening that does not follow the run's end");
                    return;
                }

                runs.Remove(known);
                _finished.Remove(known);
            }

            _void.Add(_parser.Previous);
            var kind = runs.Kind(_parser.Workflow, _parser.Version, _parser.Queue);
            run = new FileRun(_parser.RunId, kind, _parser.Priority, _parser.Created, _parser.First)
            {
                Length = _parser.Length,
                Generation = _parser.Generation,
                StopsSeen = _stops.Count,
            };
            FileStore.Remember(run, _parser.Seen);
            runs.Add(run);
        }

        run.Last = at;
        RunIndex<FileRun>.ReopenUnplaced(run, _parser.RecordCount, _parser.Status, _parser.WakeAt, _parser.Reason);
    }

    private void TakeDeletion(LineLocation at)
    {
        foreach (var end in _parser.Ends.Append(_parser.Previous))
        {
            if (Space.Find(end.Segment) is { } segment && !at.IsBefore(segment.Cleaned))
            {
                _void.Add(end);
            }
        }

        Space.Delete(_parser.Run, _parser.Freed, at);
        if (runs.RunsBySpan.TryGetValue(_parser.Run, out var run))
        {
            // Its end, too, may have been dropped with its segment.
            runs.Remove(run);
            _finished.Remove(run);
        }

        _loose.GetAlternateLookup<ReadOnlySpan<char>>().Remove(_parser.Run);
    }

    /// <summary>A line of a run whose lines before are not all there.</summary>
    private void TakeLoose(FileRun? run, LineLocation at, string what)
    {
        _loose.TryAdd(_parser.RunId, new JournalCorruptException(paths.SegmentFile(at.Segment), at.Offset, $"the line is intact but makes no sense ({what})"));
        if (run is not null)
        {
            runs.Remove(run);
            _finished.Remove(run);
        }
    }

    /// <param name="run">Whose line it is; null where that run does not count any more.</param>
    /// <param name="at">The line.</param>
    private void TakeSends(FileRun? run, LineLocation at)
    {
        foreach (var created in _parser.NewRuns)
        {
            if (created.RunId == run?.Id)
            {
                run.First = at;
                run.Length = 1;
                run.Generation = created.Generation;
                continue;
            }

            if (_parser.Run.SequenceEqual(created.RunId))
            {
                // The next generation of a run that does not count any more.
                continue;
            }

            Check(runs.Find(created.RunId) is null, "a run that exists already");
            var kind = runs.Kind(created.Workflow, created.Version, created.Queue);
            var child = new FileRun(created.RunId, kind, created.Priority, StoreTime.Stamp(created.CreatedAt), at) { StopsSeen = _stops.Count };
            runs.Add(child);
            RunIndex<FileRun>.FillUnplaced(child, created);
        }

        foreach (var message in _parser.Messages)
        {
            if (runs.Find(message.RunId) is { IsFinished: false } receiver)
            {
                CountStops(receiver);
                RunIndex<FileRun>.DeliverUnplaced(receiver, message.Entry);
            }
        }
    }

    private void TakeMessage()
    {
        // A message may have been on its way when its run ended; its sender was told so, and the line means nothing.
        if (runs.RunsBySpan.TryGetValue(_parser.Run, out var run) && !run.IsFinished)
        {
            CountStops(run);
            RunIndex<FileRun>.DeliverUnplaced(run, _parser.ToMessage());
        }
    }

    private void NoteStop(long time)
    {
        _stops.Add(time);
        if (_alone is { IsFinished: false } run)
        {
            CountStops(run, alone: true);
        }

        _alone = null;
    }

    /// <summary>Counts the stops since the last call against the run, if it was due; called before its state changes.</summary>
    private void CountStops(FileRun run, bool alone = false)
    {
        for (; run.StopsSeen < _stops.Count; run.StopsSeen++)
        {
            if (RunIndex<FileRun>.IsDue(run, _stops[run.StopsSeen]))
            {
                runs.CountDeath(run, alone && run.StopsSeen == _stops.Count - 1);
            }
        }
    }
}
