namespace Durable.Tests.Testing.Tours;

/// <summary>
/// Every operation of the language once, in parts: for crashes at every write, for shuffled outcomes and for the recorded histories. Recorded histories replay against it
/// for ever: add parts, and leave those that are here as they are.
/// </summary>
[Workflow("tour")]
internal partial class TourWorkflow
{
    public static readonly Signal<string> Go = new("go");
    public static readonly Signal<int> Coin = new("coin");
    public static readonly Ask<bool> Sure = new("sure");
    public static readonly Ask<string> Name = new("name");

    private int _coins;
    private readonly List<string> _notes = [];

    public Task<string> RunAsync(WorkflowContext ctx, Tour tour) => tour.Part switch
    {
        "steps" => StepsAsync(ctx),
        "waits" => WaitsAsync(ctx),
        "asks" => AsksAsync(ctx),
        "notes" => NotesAsync(ctx),
        "branches" => BranchesAsync(ctx),
        "handlers" => HandlersAsync(ctx),
        "runs" => RunsAsync(ctx),
        "rounds" => RoundsAsync(ctx, tour),
        "undo" => UndoAsync(),
        "compensate" => CompensateAsync(ctx),
        "cancel" => CancelAsync(ctx),
        "return" => ReturnAsync(ctx),
        "pause" => PauseAsync(ctx),
        "suspend" => ApproveAsync("plan"),
        "callback" => CallBackAsync("hotel"),
        "deadline" => CancelAsync(ctx),
        "retry" => RetryAsync(),
        "metadata" => ShowAsync(ctx),
        "heartbeat" => BeatAsync("slowly"),
        "remote" => FarAsync("moon"),
        "token" => ConfirmAsync(ctx),
        "fork" => ForkAsync(ctx),
        "family" => FamilyAsync(ctx),
        "limited" => TwiceAsync(),
        "large" => LargeAsync(),
        _ => throw new NonRetryableException($"There is no part '{tour.Part}'."),
    };

    [SignalHandler(nameof(Coin))]
    private void OnCoin(int value) => _coins += value;

    [Update]
    public async Task<int> NoteAsync(WorkflowContext ctx, string note)
    {
        await using (await ctx.LockAsync("notes"))
        {
            _notes.Add(await DoAsync(note));
            return _notes.Count;
        }
    }

    private async Task<string> StepsAsync(WorkflowContext ctx)
    {
        var results = new List<string> { await DoAsync("first"), await DoAsync("second"), await DoAsync("flaky") };
        try
        {
            await DoAsync("broken");
        }
        catch (StepFailedException failed)
        {
            results.Add($"{failed.Attempts} {failed.Error.Message}");
        }

        results.Add($"{ctx.NewGuid():N} {ctx.Random().Next(1_000)}");
        return string.Join("; ", results);
    }

    private async Task<string> WaitsAsync(WorkflowContext ctx)
    {
        await ctx.SleepAsync(TimeSpan.FromDays(3));
        var first = await ctx.WaitForSignalAsync(Go);
        var second = await ctx.WaitForSignalAsync(Go, TimeSpan.FromHours(1));
        var third = await ctx.WaitForSignalAsync(Go, TimeSpan.FromHours(1));
        var until = await ctx.WaitUntilAsync(() => _coins > 0, TimeSpan.FromMinutes(1));
        return $"{first} {second.Value} {third.Received} {until} {ctx.Now() - ctx.StartedAt}";
    }

    private static async Task<string> AsksAsync(WorkflowContext ctx)
    {
        var sure = await ctx.AskAsync(Sure, AskPrompt.Confirm("Sure?"));
        try
        {
            return await ctx.AskAsync(Name, AskPrompt.Text("And your name?") with { ExpiresIn = TimeSpan.FromDays(1) });
        }
        catch (AskExpiredException)
        {
            return $"{sure}, nameless";
        }
    }

    private static async Task<string> NotesAsync(WorkflowContext ctx)
    {
        ctx.Emit("progress", 1);
        var state = await ctx.CheckpointAsync("half");
        var inline = ctx.Patched("inline") ? await ctx.StepAsync("inline", static step => Task.FromResult($"attempt {step.Attempt}")) : "";
        var chunks = await ctx.StreamAsync("letters", LettersAsync());
        ctx.Emit("progress", 2);
        return $"{state} {inline} {string.Concat(chunks)}";
    }

    private static async IAsyncEnumerable<string> LettersAsync()
    {
        foreach (var letter in "abc")
        {
            await Task.CompletedTask;
            yield return letter.ToString();
        }
    }

    private async Task<string> BranchesAsync(WorkflowContext ctx)
    {
        var results = await ctx.ForEachAsync(["x", "y", "z"], static item => item, item => DoAsync(item), maxConcurrency: 2);
        using var withdrawal = new CancellationTokenSource();
        var race = await Task.WhenAny(DoAsync("left"), DoAsync("right"), LateAsync());
        withdrawal.Cancel();
        var both = await Task.WhenAll(DoAsync("one"), DoAsync("two"), DoAsync("three"));
        string scope;
        try
        {
            scope = await ctx.ScopeAsync("hotel", async () =>
            {
                await BookAsync("room");
                return await DoAsync("broken");
            });
        }
        catch (StepFailedException)
        {
            scope = "no hotel";
        }

        return $"{string.Concat(results)} {await race} {string.Concat(both)} {scope}";

        async Task<string> LateAsync()
        {
            try
            {
                await ctx.SleepAsync(TimeSpan.FromDays(1), withdrawal.Token);
                return "late";
            }
            catch (OperationCanceledException)
            {
                return "withdrawn";
            }
        }
    }

    private async Task<string> HandlersAsync(WorkflowContext ctx)
    {
        await ctx.WaitUntilAsync(() => _coins >= 3 && _notes.Count >= 2);
        return $"{_coins} {string.Join(",", _notes)}";
    }

    private static async Task<string> RunsAsync(WorkflowContext ctx)
    {
        var seen = await StopWorkflow.RunChildAsync(ctx, "tower");
        var child = await StopWorkflow.StartChildAsync(ctx, "waiting", new() { RunId = "waiting-stop" });
        await ctx.SignalAsync("waiting-stop", StopWorkflow.Go, "from the tour");
        var word = await child.ResultAsync();
        try
        {
            await StopWorkflow.RunChildAsync(ctx, "closed");
        }
        catch (ChildFailedException failed)
        {
            return $"{seen}, {word}, {failed.Status}";
        }

        return "not closed";
    }

    private async Task<string> RoundsAsync(WorkflowContext ctx, Tour tour)
    {
        await DoAsync($"round {tour.Round}");
        return tour.Round < 3 ? await ContinueAsNewAsync(ctx, tour with { Round = tour.Round + 1 }) : $"round {tour.Round}, generation {ctx.Generation}";
    }

    private async Task<string> UndoAsync()
    {
        await Task.WhenAll(BookAsync("seat"), BookAsync("room"));
        await BookAsync("sticky");
        throw new InvalidOperationException("the bus broke down");
    }

    private async Task<string> LargeAsync() => $"{(await DoAsync(new string('x', 2_000))).Length}";

    private async Task<string> TwiceAsync() => $"{await QueueAsync("ticket")} {await QueueAsync("ice cream")}";

    private async Task<string> FamilyAsync(WorkflowContext ctx)
    {
        await BookAsync("seat");
        await StopWorkflow.RunChildAsync(ctx, "hotel", new() { CompensateWithParent = true });
        throw new InvalidOperationException("the bus is gone");
    }

    private async Task<string> CompensateAsync(WorkflowContext ctx)
    {
        await BookAsync("seat");
        return await ctx.CompensateAsync<string>("no sun");
    }

    private async Task<string> CancelAsync(WorkflowContext ctx)
    {
        await BookAsync("seat");
        try
        {
            await ctx.SleepAsync(TimeSpan.FromDays(365));
            return "not cancelled";
        }
        finally
        {
            await ctx.DetachedAsync(async () => await DoAsync("farewell"));
        }
    }

    private async Task<string> ReturnAsync(WorkflowContext ctx)
    {
        _ = DoAsync("slow");
        return await ctx.WaitForSignalAsync(Go);
    }

    private async Task<string> PauseAsync(WorkflowContext ctx)
    {
        await ctx.SleepAsync(TimeSpan.FromHours(1));
        return await DoAsync("after the pause");
    }

    private async Task<string> RetryAsync()
    {
        await DoAsync("first");
        return await DoAsync("broken");
    }

    private async Task<string> ForkAsync(WorkflowContext ctx)
    {
        var first = await DoAsync("first");
        var chance = ctx.Random().Next(1_000);
        return $"{first} {chance} {await DoAsync("second")} {ctx.Random().Next(1_000)}";
    }

    [Step("do", MaxAttempts = 3, RetryDelay = "10s", Jitter = false)]
    protected virtual async Task<string> DoAsync(string what, StepContext step = default)
    {
        if (what == "slow")
        {
            await Task.Delay(Timeout.Infinite, step.CancellationToken);
        }

        return what switch
        {
            "broken" => throw new NonRetryableException("it is broken"),
            "flaky" when step.Attempt < 3 => throw new TimeoutException("no answer"),
            _ => what,
        };
    }

    [Step("book", Compensate = nameof(UnbookAsync), MaxAttempts = 2, RetryDelay = "1s", Jitter = false)]
    protected virtual Task<string> BookAsync(string what) => Task.FromResult($"booked {what}");

    private static Task UnbookAsync(string what) =>
        what == "sticky" ? throw new NonRetryableException("it sticks") : Task.CompletedTask;

    private async Task<string> ShowAsync(WorkflowContext ctx)
    {
        ctx.Metadata.Set("place", "tower");
        ctx.Metadata.Increment("stops");
        var done = await DoAsync("first");
        ctx.Metadata.Increment("stops");
        return $"{done} {ctx.Metadata.Get<string>("place")}";
    }

    private static async Task<string> ConfirmAsync(WorkflowContext ctx) => $"sure: {await ctx.AskAsync(Sure, AskPrompt.Confirm("Sure?"))}";

    [Step("beat")]
    protected virtual async Task<string> BeatAsync(string how, StepContext step = default)
    {
        await step.HeartbeatAsync(how);
        return $"beat {how}";
    }

    [Step("queue"), RateLimit("queue", Limit = 1, Per = "1h")]
    protected virtual Task<string> QueueAsync(string what) => Task.FromResult(what);

    [Step("far", Queue = "far")]
    protected virtual Task<string> FarAsync(string where) => Task.FromResult($"been to the {where}");

    [Step("callback")]
    protected virtual Task<string> CallBackAsync(string whom, StepContext step = default) =>
        step.TryGetResume<string>(out var answer) ? Task.FromResult($"{whom} said {answer}")
        : step.CallbackToken.Length > 0 ? throw step.Suspend(whom)
        : throw new NonRetryableException("There is no token.");

    [Step("approve")]
    protected virtual Task<string> ApproveAsync(string what, StepContext step = default) =>
        step.TryGetResume<string>(out var who) ? Task.FromResult($"{what} approved by {who}") : throw step.Suspend(what);
}
