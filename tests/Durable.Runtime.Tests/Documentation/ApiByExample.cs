using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Durable.Tests.ApiByExample;

public sealed record Order(string Id, decimal Total, IReadOnlyList<string> Skus);
public sealed record Receipt(string ChargeId, string TrackingId);
public sealed record Approval(bool Granted);

public interface IPayments
{
    Task<string> ChargeAsync(string orderId, decimal total, string key, CancellationToken cancellationToken);
    Task RefundAsync(string chargeId, string key);
}

public interface IWarehouse
{
    Task ReserveAsync(IReadOnlyList<string> skus);
    Task ReleaseAsync(IReadOnlyList<string> skus);
    Task<string> ShipAsync(string id);
}

[Workflow("api-order")]
public partial class OrderWorkflow(IPayments payments, IWarehouse warehouse)
{
    public static readonly Signal<Approval> Approved = new("approved");

    public async Task<Receipt> RunAsync(WorkflowContext ctx, Order order)
    {
        await ReserveStockAsync(order);
        var charge = await ChargeCardAsync(order.Id, order.Total);
        if (order.Total > 1_000m)
        {
            var approval = await ctx.WaitForSignalAsync(Approved, timeout: TimeSpan.FromDays(2));
            if (approval is not { Received: true, Value.Granted: true })
            {
                return await ctx.CompensateAsync<Receipt>("not approved");
            }
        }

        await ctx.SleepAsync(TimeSpan.FromHours(1));
        return new Receipt(charge, await ShipAsync(order));
    }

    [Step(Compensate = nameof(ReleaseStockAsync))]
    protected virtual Task ReserveStockAsync(Order order) => warehouse.ReserveAsync(order.Skus);
    private Task ReleaseStockAsync(Order order) => warehouse.ReleaseAsync(order.Skus);

    [Step("charge", Compensate = nameof(RefundAsync), MaxAttempts = 5, Timeout = "30s")]
    protected virtual Task<string> ChargeCardAsync(string orderId, decimal total, StepContext step = default) =>
        payments.ChargeAsync(orderId, total, step.IdempotencyKey, step.CancellationToken);
    private Task RefundAsync(string orderId, string chargeId, StepContext step) => payments.RefundAsync(chargeId, step.IdempotencyKey);

    [Step] protected virtual Task<string> ShipAsync(Order order) => warehouse.ShipAsync(order.Id);
}

public sealed class Clock;

[Steps]
public partial class PaymentSteps(Clock clock)
{
    [Step("authorise", MaxAttempts = 0, RetryDelay = "1s", Backoff = Backoff.Linear, MaxRetryDelay = "1m", RetryFor = "1h", Jitter = false,
        Timeout = "250ms", HeartbeatTimeout = "5m", NonRetryable = [typeof(ArgumentException)], RequiresScope = "pay", CompensateOn = CompensateOn.Started, Compensate = nameof(VoidAsync))]
    [RateLimit("tenant:{tenantId}", Limit = 10, Per = "1s", OnLimit = OnLimit.Wait)]
    public virtual async Task<string> AuthoriseAsync([StepKey] string tenantId, [FromServices] Clock later = null!, StepContext step = default, CancellationToken cancellationToken = default)
    {
        await step.HeartbeatAsync(1);
        _ = step.TryGetHeartbeat<int>(out _);
        if (!step.TryGetResume<string>(out var data))
        {
            _ = step.CallbackToken;
            throw step.Suspend("snapshot");
        }

        _ = (step.RunId, step.StepId, step.Attempt, step.IdempotencyKey, step.Principal, step.Services, clock, later, cancellationToken);
        return data;
    }

    private Task VoidAsync(string tenantId, string? result) => Task.FromResult((clock, tenantId, result));
}

[Workflow("api-language", Version = 2, Queue = "default", Retention = "30d")]
public partial class LanguageWorkflow(PaymentSteps payments)
{
    public static readonly Signal<Approval> Approved = new("approved");
    public static readonly Signal<int> Counted = new("counted");
    public static readonly Ask<bool> Sure = new("sure");

    private int _count;

    public async Task<int> RunAsync(WorkflowContext ctx, int input)
    {
        _ = (ctx.Now(), ctx.Random().Next(), ctx.NewGuid(), ctx.RunId, ctx.WorkflowName, ctx.Version, ctx.Generation, ctx.StartedAt, ctx.Tags, ctx.Principal, ctx.IsReplaying, ctx.Logger, ctx.CancellationToken);
        await ctx.SleepUntilAsync(ctx.Now());
        await ctx.WaitUntilAsync(() => _count >= 0);
        _ = await ctx.WaitUntilAsync(() => _count > 5, TimeSpan.FromSeconds(1));
        _ = await ctx.AskAsync(Sure, AskPrompt.Confirm("Sure?") with { Assignee = "ada", ExpiresIn = TimeSpan.FromDays(1) });
        _ = await ctx.CheckpointAsync(5);
        _ = await ctx.CheckpointAsync(5, "id");
        _ = await ctx.StepAsync("inline", async step => { await Task.Yield(); return step.Attempt; }, new StepOptions { MaxAttempts = 2 });
        ctx.Emit("progress", 5);
        await ctx.StreamAsync("numbers", Numbers());
        ctx.Metadata.Set("a", 1);
        ctx.Metadata.Increment("b");
        ctx.Metadata.Append("c", "x");
        ctx.Metadata.Remove("a");
        _ = ctx.Metadata.Get<int>("b");
        ctx.Metadata.Parent.Set("a", 1);
        ctx.Metadata.Root.Increment("b");
        _ = await ctx.ForEachAsync([1, 2], i => $"{i}", i => payments.AuthoriseAsync($"{i}"), maxConcurrency: 2, ForEachMode.Settle);
        IReadOnlyList<string> ordered = await ctx.ForEachAsync(items: new[] { "a" }, key: i => i, body: async i => await payments.AuthoriseAsync(i), maxConcurrency: 1, mode: ForEachMode.FailFast);
        _ = ordered;
        _ = await ctx.AskAsync(Sure, AskPrompt.Text("Why?") with { Min = 1, Max = 10, Pattern = "[a-z]*", Required = true, Default = "x" }, ctx.CancellationToken);
        _ = (AskPrompt.Password("p"), AskPrompt.Number("n"), AskPrompt.Select("s", "a", "b"), AskPrompt.Select("s", ["a", "b"]), AskPrompt.Select("s", new List<string>()), AskPrompt.Select("s", [new("a", "A"), new("b")]), AskPrompt.Select("s", new AskChoice("a")), AskPrompt.Date("d"), AskPrompt.Form("f"), AskPrompt.Form("f", [new("name", AskPrompt.Text("Name?"))]));
        var waited = await ctx.WaitForSignalAsync(Approved, TimeSpan.FromDays(2), ctx.CancellationToken);
        _ = (waited.Received, waited.Value);
        string inScope = await ctx.ScopeAsync("scope", async () => await payments.AuthoriseAsync("t"));
        _ = inScope;
        await ctx.ScopeAsync("scope", () => payments.AuthoriseAsync("t"));
        await ctx.DetachedAsync(() => payments.AuthoriseAsync("t"));
        await using (await ctx.LockAsync("cart"))
        {
            await ctx.SignalAsync("other", Approved, new Approval(true));
        }

        if (ctx.Patched("change") && ctx.ShouldContinueAsNew)
        {
            return await ContinueAsNewAsync(ctx, input);
        }

        var child = await OrderWorkflow.StartChildAsync(ctx, new Order("o", 1, []), new ChildOptions { RunId = "child", ParentClosePolicy = ParentClosePolicy.Abandon });
        await child.SignalAsync(OrderWorkflow.Approved, new Approval(true));
        await child.CancelAsync();
        _ = (child.RunId, await child.ResultAsync());
        _ = await OrderWorkflow.RunChildAsync(ctx, new Order("o", 1, []));
        _ = await OrderWorkflow.RunChildAsync(ctx, new Order("o", 1, []), new() { CompensateWithParent = true, ParentClosePolicy = ParentClosePolicy.Wait });
        _ = await ctx.WaitForSignalAsync(Approved, ctx.CancellationToken);
        return _count;
    }

    [Query] public int Count() => _count;
    [Update(Validator = nameof(Check))] public Task<int> AddAsync(int n) => Task.FromResult(_count += n);
    private string? Check(int n) => n + _count < 0 ? "negative" : null;
    [SignalHandler(nameof(Counted))] private void On(int n) => _count += n;

    private static async IAsyncEnumerable<int> Numbers()
    {
        await Task.CompletedTask;
        yield return 1;
    }
}

/// <summary>Never called: that it compiles is what it shows.</summary>
internal static class Calls
{
    public static async Task HostedAsync(string[] args, Order order, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddDurable(durable => durable.AddWorkflows().UseFileStore("data")
            .ConfigureWorker(o =>
            {
                o.Queues = ["default"];
                o.MaxConcurrentRuns = 1;
                o.MaxConcurrentSteps = 1;
                o.LeaseDuration = o.StopTimeout = o.IdleEviction = TimeSpan.FromSeconds(5);
            })
            .ConfigurePayloads(o =>
            {
                o.MaxBytes = 1;
                o.ThresholdBytes = 1;
                o.Codecs = [];
            }));
        builder.Services.AddDurableClient(durable => durable.AddWorkflows().UseInMemoryStore());
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var orders = host.Services.GetRequiredService<OrderWorkflow.Client>();
        var run = await orders.StartAsync(order, new() { RunId = order.Id }, cancellationToken);
        await run.SignalAsync(OrderWorkflow.Approved, new Approval(true), idempotencyKey: "click-17", cancellationToken: cancellationToken);
        Receipt receipt = await run.ResultAsync(cancellationToken);
        _ = receipt;
    }

    public static async Task TypedAsync(LanguageWorkflow.Client client)
    {
        var run = await client.StartAsync(1, new StartOptions
        {
            RunId = "r", Tags = new Dictionary<string, string>(), Priority = 1, Delay = TimeSpan.Zero, Queue = "default", Timeout = TimeSpan.FromDays(1),
            Principal = new Principal("ada"), Tenant = "t", IdConflict = IdConflict.Fail,
        });
        run = client.Get("r");
        await client.SignalWithStartAsync(1, LanguageWorkflow.Approved, new Approval(true));
        _ = (run.RunId, await run.ResultAsync(), await run.CountAsync(), await run.AddAsync(5), await run.GetInfoAsync());
        await run.AnswerAsync(LanguageWorkflow.Sure, true, idempotencyKey: "k");
        _ = await run.AddAsync(5, idempotencyKey: "k");
        _ = await client.UpdateWithStartAsync(1, started => started.AddAsync(5), new() { StartAt = DateTimeOffset.UnixEpoch });
        await run.ResumeStepAsync("authorise[t]", "data");
        await run.CancelAsync();
    }

    public static async Task UntypedAsync()
    {
        await using var durable = await DurableHost.StartAsync(d => d.AddWorkflows().UseFileStore("data"));
        await durable.RunUntilIdleAsync();
        var client = durable.Client;
        await client.StartAsync("api-order", JsonElement.Parse("{}"), new StartOptions());
        RunInfo? info = await client.GetAsync("r");
        await foreach (RunInfo one in client.ListAsync(new RunQuery()))
        {
            _ = (one.Status, info);
        }

        Page<RunInfo> page = await client.ListPageAsync(new RunQuery(), cursor: null);
        _ = (page.Items, page.Cursor);
        await client.CancelAsync("r");
        await client.TerminateAsync("r");
        await client.SignalAsync("r", LanguageWorkflow.Approved, new Approval(true));
        await foreach (var ask in client.ListAsksAsync())
        {
            _ = ask;
        }

        await client.AnswerAsync("r", LanguageWorkflow.Sure, true);
        await client.RetryAsync("r");
        await client.RetryAsync("r", fromStep: "charge");
        await client.ForkAsync("r", "charge");
        await client.PauseAsync("r");
        await client.ResumeAsync("r");
        await client.DeleteAsync("r");
        await client.CleanupAsync(TimeSpan.FromDays(30));
        await client.CancelAsync(new RunQuery(), new BulkOptions { DryRun = true });
        await client.RetryAsync(new RunQuery(), new BulkOptions());
        await client.DeleteAsync(new RunQuery(), new BulkOptions());
        await foreach (HistoryRecord record in client.ReadHistoryAsync("r"))
        {
            _ = (record.Position, record.Kind, record.Timestamp, record.OperationId, record.ToJson());
        }

        await foreach (var chunk in client.ReadStreamAsync<int>("r", "numbers"))
        {
            _ = chunk;
        }

        await foreach (var happened in client.WatchAsync("r"))
        {
            _ = happened;
        }

        await client.CompleteAsync("token", "value");
        await client.Schedules.CreateAsync("s", ScheduleSpec.Cron("0 9 * * 1-5", "Europe/Berlin"), "api-language", JsonElement.Parse("1"));
        await client.Schedules.PauseAsync("s");
        await client.Schedules.TriggerAsync("s");
        _ = ScheduleSpec.Every("5m");
        _ = client.ForTenant("t");
        _ = StepContext.ForTest();
        try
        {
            await client.GetAsync("r");
        }
        catch (RunFailedException failed)
        {
            _ = (failed.Status, failed.Error, failed.Compensations, failed.Code, failed.RunId);
        }
        catch (StepFailedException failed)
        {
            _ = (failed.StepId, failed.Attempts, failed.Error);
        }
        catch (DurableException refused)
        {
            _ = (refused.Code, refused.RunId, refused.StepId, refused.NextAction, new NonRetryableException("no"), new RetryAfterException(TimeSpan.FromSeconds(1)));
        }
    }

    public static RunStatus[] Statuses() =>
    [
        RunStatus.Pending, RunStatus.Running, RunStatus.Waiting, RunStatus.Paused, RunStatus.Compensating, RunStatus.Completed, RunStatus.Failed, RunStatus.Compensated,
        RunStatus.CompensationFailed, RunStatus.Cancelled, RunStatus.Terminated, RunStatus.TimedOut, RunStatus.Stuck,
    ];
}
