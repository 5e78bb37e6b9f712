using System.Runtime.CompilerServices;
using Approval;
using Durable;
using Microsoft.AspNetCore.Mvc;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApprovalJsonContext.Default));
builder.Services.AddSingleton<Bank>();
builder.Services.AddSingleton(new ApprovalPolicy(TimeSpan.FromSeconds(builder.Configuration.GetValue("AnswerWithinSeconds", 3 * 24 * 60 * 60.0))));
builder.Services.AddDurable(durable => durable
    .AddWorkflows()
    .UseFileStore(builder.Configuration["Data"] ?? Path.Combine(Path.GetTempPath(), "durable-approval")));

var app = builder.Build();

// Hand in an expense. Small ones are paid at once, larger ones wait for a person. The caller's own key is the run's id: a request that is sent again finds the run that it has started.
app.MapPost("/expenses", async (
    Expense expense, [FromHeader(Name = "Idempotency-Key")] string? key, ExpenseWorkflow.Client expenses, CancellationToken cancellationToken) =>
{
    ExpenseWorkflow.Run run;
    try
    {
        run = await expenses.StartAsync(expense, new() { RunId = key }, cancellationToken);
    }
    catch (DurableException refused) when (refused.Code == DurableErrorCodes.RunIdInvalid)
    {
        return Results.BadRequest(new Refusal(refused.Code, refused.Message));
    }

    return Results.Accepted($"/expenses/{run.RunId}", new ExpenseState(run.RunId, nameof(RunStatus.Pending), Decision: null));
});

// How it stands; with ?wait=true, how it ends.
app.MapGet("/expenses/{id}", async (string id, bool? wait, ExpenseWorkflow.Client expenses, CancellationToken cancellationToken) =>
{
    try
    {
        var run = expenses.Get(id);
        var info = await run.GetInfoAsync(cancellationToken);
        var decision = wait == true || info.Status == RunStatus.Completed ? await run.ResultAsync(cancellationToken) : null;
        return Results.Ok(new ExpenseState(id, decision is null ? info.Status.ToString() : nameof(RunStatus.Completed), decision));
    }
    catch (RunFailedException failed)
    {
        return Results.Ok(new ExpenseState(id, failed.Status.ToString(), Decision: null));
    }
    catch (DurableException unknown) when (unknown.Code == DurableErrorCodes.RunNotFound)
    {
        return Results.NotFound(new Refusal(unknown.Code, unknown.Message));
    }
});

// What happens to it, live, as server-sent events.
app.MapGet("/expenses/{id}/events", (string id, ExpenseWorkflow.Client expenses, CancellationToken cancellationToken) =>
    TypedResults.ServerSentEvents(EventsAsync(expenses.Get(id), cancellationToken)));

// What people are asked, over all runs.
app.MapGet("/questions", (DurableClient durable, CancellationToken cancellationToken) => QuestionsAsync(durable, cancellationToken));

// The answer: once. A second one is refused, and so is one that comes too late.
app.MapPost("/expenses/{id}/answer", async (string id, Answer answer, ExpenseWorkflow.Client expenses, CancellationToken cancellationToken) =>
{
    try
    {
        await expenses.Get(id).AnswerAsync(ExpenseWorkflow.Approve, answer.Pay, cancellationToken: cancellationToken);
        return Results.NoContent();
    }
    catch (DurableException unknown) when (unknown.Code == DurableErrorCodes.RunNotFound)
    {
        return Results.NotFound(new Refusal(unknown.Code, unknown.Message));
    }
    catch (DurableException refused) when (refused is not StoreFailedException)
    {
        return Results.Conflict(new Refusal(refused.Code, refused.Message));
    }
});

await app.RunAsync();

static async Task<List<Question>> QuestionsAsync(DurableClient durable, CancellationToken cancellationToken)
{
    List<Question> questions = [];
    await foreach (var ask in durable.ListAsksAsync(cancellationToken))
    {
        questions.Add(new Question(ask.RunId, ask.Prompt.Message, ask.Prompt.Assignee, ask.ExpiresAt));
    }

    return questions;
}

static async IAsyncEnumerable<ExpenseEvent> EventsAsync(ExpenseWorkflow.Run run, [EnumeratorCancellation] CancellationToken cancellationToken)
{
    await foreach (var happened in run.WatchAsync(cancellationToken: cancellationToken))
    {
        yield return new ExpenseEvent(happened.Sequence, happened.Kind, happened.Status?.ToString());
    }
}
