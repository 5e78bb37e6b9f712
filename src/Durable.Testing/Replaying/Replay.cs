using Durable.Execution;
using Durable.Serialization;
using Durable.Storage;
using Durable.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Durable.Testing;

/// <summary>Replays recorded runs against today's code. Nothing is executed but the body: no step runs, nothing is stored.</summary>
/// <remarks>
/// Export histories from production (<see cref="DurableClient.ExportHistoryAsync(string, TextWriter, int?, CancellationToken)"/>), commit them beside the tests, and every
/// change of a workflow is checked against the runs that are under way.
/// </remarks>
public static class Replay
{
    /// <summary>Replays a history of one workflow class.</summary>
    /// <typeparam name="TWorkflow">The workflow class that recorded it.</typeparam>
    /// <param name="history">The history.</param>
    /// <param name="services">What the class's constructor takes, where its body needs it. What is not registered is null: steps do not run.</param>
    /// <returns>Completes when the code does what was recorded.</returns>
    /// <exception cref="ReplayMismatchException">The first difference: its position, the recorded operation, and what the code asks for instead.</exception>
    /// <exception cref="DurableException">The history is of another workflow or version (<see cref="DurableErrorCodes.WorkflowUnknown"/>), or the class cannot be created (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public static Task VerifyAsync<TWorkflow>(RunHistory history, Action<IServiceCollection>? services = null)
        where TWorkflow : class, IWorkflow<TWorkflow> =>
        VerifyAsync(history, builder =>
        {
            builder.AddWorkflow<TWorkflow>();
            services?.Invoke(builder.Services);
        });

    /// <summary>Replays a history of any of several workflows.</summary>
    /// <param name="history">The history.</param>
    /// <param name="configure">Adds the workflows (<c>d => d.AddWorkflows()</c>), and services where bodies need them.</param>
    /// <returns>Completes when the code does what was recorded.</returns>
    /// <exception cref="ReplayMismatchException">The first difference: its position, the recorded operation, and what the code asks for instead.</exception>
    /// <exception cref="DurableException">As for <see cref="VerifyAsync{TWorkflow}"/>.</exception>
    public static async Task VerifyAsync(RunHistory history, Action<DurableBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var collection = new ServiceCollection();
        collection.AddDurable(configure);
        collection.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        collection.TryAdd(ServiceDescriptor.Singleton(typeof(ILogger<>), typeof(Logger<>)));
        var provider = collection.BuildServiceProvider();
        await using (provider.ConfigureAwait(false))
        {
            await VerifyAsync(history, provider).ConfigureAwait(false);
        }
    }

    /// <summary>Replays a history with the workflows and services of a host.</summary>
    /// <param name="history">The history.</param>
    /// <param name="services">The services that <c>AddDurable</c> filled. What a constructor takes and is not registered is null: steps do not run.</param>
    /// <returns>Completes when the code does what was recorded.</returns>
    /// <exception cref="ReplayMismatchException">The first difference: its position, the recorded operation, and what the code asks for instead.</exception>
    /// <exception cref="DurableException">As for <see cref="VerifyAsync{TWorkflow}"/>.</exception>
    public static async Task VerifyAsync(RunHistory history, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(services);
        var definition = services.GetRequiredService<WorkflowRegistry>().Get(history.Workflow, history.Version, history.RunId);
        var store = new InMemoryStore(TimeProvider.System);
        await using (store.ConfigureAwait(false))
        {
            var shared = DurableServiceCollectionExtensions.Share(
                services, store, services.GetRequiredService<PayloadSerializer>(), services.GetRequiredService<IOptions<WorkerOptions>>().Value) with
            {
                Scopes = new ReplayScopes(services.GetRequiredService<IServiceScopeFactory>()),
            };

            // The body is the author's, and runs on no thread that something may be waiting for.
            await Task.Run(() => ActiveRun.VerifyAsync(shared, AsClaimed(history, definition), definition)).ConfigureAwait(false);
        }
    }

    private static ClaimedRun AsClaimed(RunHistory history, WorkflowDefinition definition)
    {
        var journal = history.Entries().ToList();
        var row = new RunRow
        {
            RunId = history.RunId,
            Workflow = history.Workflow,
            Version = history.Version,
            Queue = definition.Queue,
            Priority = 0,
            CreatedAt = history.Records[0].Timestamp,
            Tags = new Dictionary<string, string>(),
            State = new RunState(RunStatus.Running),
            Generation = history.Generation,
            Length = journal.Count,
            Start = journal[0],
        };
        return new ClaimedRun(new RunLease(history.RunId, 0), row, journal, []);
    }
}
