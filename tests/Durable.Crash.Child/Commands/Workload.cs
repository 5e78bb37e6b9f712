using Durable.Crash.Child.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Crash.Child.Commands;

/// <summary>The workflows of this program by name, called through their generated clients.</summary>
internal sealed class Workload(IServiceProvider services)
{
    public async Task StartAsync(string workflow, string runId)
    {
        var options = new StartOptions { RunId = runId };
        _ = workflow switch
        {
            "saga" => (RunHandle)await services.GetRequiredService<SagaWorkflow.Client>().StartAsync(runId, options),
            "fan-out" => await services.GetRequiredService<FanOutWorkflow.Client>().StartAsync(runId, options),
            "waiting" => await services.GetRequiredService<WaitingWorkflow.Client>().StartAsync(runId, options),
            "failing" => await services.GetRequiredService<FailingWorkflow.Client>().StartAsync(runId, options),
            "stopped" => await services.GetRequiredService<StoppedWorkflow.Client>().StartAsync(runId, options),
            "slow" => await services.GetRequiredService<SlowWorkflow.Client>().StartAsync(runId, options),
            "mended" => await services.GetRequiredService<MendedWorkflow.Client>().StartAsync(runId, options),
            "poison" => await services.GetRequiredService<PoisonWorkflow.Client>().StartAsync(runId, options),
            _ => throw Unknown(workflow),
        };
    }

    public Task<string> ResultAsync(string workflow, string runId, CancellationToken cancellationToken = default) => workflow switch
    {
        "saga" => services.GetRequiredService<SagaWorkflow.Client>().Get(runId).ResultAsync(cancellationToken),
        "fan-out" => services.GetRequiredService<FanOutWorkflow.Client>().Get(runId).ResultAsync(cancellationToken),
        "waiting" => services.GetRequiredService<WaitingWorkflow.Client>().Get(runId).ResultAsync(cancellationToken),
        "failing" => services.GetRequiredService<FailingWorkflow.Client>().Get(runId).ResultAsync(cancellationToken),
        "stopped" => services.GetRequiredService<StoppedWorkflow.Client>().Get(runId).ResultAsync(cancellationToken),
        "slow" => services.GetRequiredService<SlowWorkflow.Client>().Get(runId).ResultAsync(cancellationToken),
        "mended" => services.GetRequiredService<MendedWorkflow.Client>().Get(runId).ResultAsync(cancellationToken),
        "poison" => services.GetRequiredService<PoisonWorkflow.Client>().Get(runId).ResultAsync(cancellationToken),
        _ => throw Unknown(workflow),
    };

    private static ArgumentException Unknown(string workflow) => new($"There is no workflow '{workflow}' here.");
}
