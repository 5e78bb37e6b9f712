using System.CommandLine;
using AgentLoop;
using Durable;
using Microsoft.Extensions.DependencyInjection;

var no = new Option<bool>("--no") { Description = "Answers the agent's question with no; without it, a terminal asks you and anything else says yes." };
var limit = new Option<decimal>("--limit") { Description = "What the agent may spend on thinking.", DefaultValueFactory = _ => 1m };
var root = new RootCommand("An agent that searches, asks, books and answers.") { no, limit };
root.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(no), arguments.GetRequiredValue(limit), cancellationToken));
return await root.Parse(args).InvokeAsync();

static async Task<int> RunAsync(bool sayNo, decimal limit, CancellationToken cancellationToken)
{
    var data = Directory.CreateTempSubdirectory("durable-agent-");
    try
    {
        var agency = new TravelAgency();
        await using var durable = await DurableHost.StartAsync(
            d =>
            {
                d.AddWorkflows().UseFileStore(data.FullName);
                d.Services.AddSingleton(new FakeModel(wordDelay: TimeSpan.FromMilliseconds(10))).AddSingleton(agency);
            },
            cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = await new AgentWorkflow.Client(durable.Client).StartAsync(
            "Bring me to Lisbon", new() { Principal = new Principal("ada") { SpendLimit = limit } }, cancellationToken);
        var helpers = Task.WhenAll(
            ConfirmAsync(agency, durable.Client, over.Token), WatchAsync(run, sayNo, over.Token), PrintAnswerAsync(run, durable.Client, over.Token));
        try
        {
            var answer = await run.ResultAsync(cancellationToken);
            Console.WriteLine($"{Environment.NewLine}Answer: {answer}");
        }
        catch (RunFailedException failed)
        {
            Console.WriteLine($"{failed.Status}: {failed.Error.Message}");
        }

        await over.CancelAsync();
        await helpers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
    finally
    {
        data.Delete(recursive: true);
    }
}

// The agency's webhook.
static async Task ConfirmAsync(TravelAgency agency, DurableClient durable, CancellationToken cancellationToken)
{
    await foreach (var (what, token) in agency.Orders.ReadAllAsync(cancellationToken))
    {
        Console.WriteLine($"  the agency confirms the {what}");
        await durable.CompleteAsync(token, $"booked the {what}", cancellationToken: cancellationToken);
    }
}

// The person at the screen, who also sees what happens.
static async Task WatchAsync(AgentWorkflow.Run run, bool sayNo, CancellationToken cancellationToken)
{
    await foreach (var happened in run.WatchAsync(cancellationToken: cancellationToken))
    {
        if (happened is { Kind: "step", OperationId: { } step })
        {
            Console.WriteLine($"  {step}");
        }
        else if (happened.Kind == "ask")
        {
            Console.WriteLine("  a question for you");
            await run.AnswerAsync(AgentWorkflow.MayI, !sayNo && Agrees(), cancellationToken: cancellationToken);
        }
    }
}

static bool Agrees()
{
    if (Console.IsInputRedirected)
    {
        return true;
    }

    Console.Write("  May the agent book the night train for 120? [y/n] ");
    return Console.ReadLine()?.Trim().StartsWith('y') == true;
}

static async Task PrintAnswerAsync(AgentWorkflow.Run run, DurableClient durable, CancellationToken cancellationToken)
{
    await foreach (var word in durable.ReadStreamAsync<string>(run.RunId, "answer", cancellationToken: cancellationToken))
    {
        Console.Write(word + " ");
    }
}
