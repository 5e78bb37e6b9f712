namespace Durable.Generators.Tests.Harness;

/// <summary>A compiled project on the real engine. Its class <c>Program</c> has <c>Configure(DurableBuilder)</c> and <c>RunAsync(IServiceProvider)</c>.</summary>
internal static class EngineRun
{
    public const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Durable;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    /// <summary>What <c>Program.RunAsync</c> returned.</summary>
    public static async Task<string> Of(CompiledProject project, string program = "Program")
    {
        await using var host = await DurableHost.StartAsync(
            durable =>
            {
                project.AddWorkflows(durable).UseInMemoryStore();
                project.Call<object?>(program, "Configure", durable);
            },
            TestContext.Current.CancellationToken);

        return await project.Call<Task<string>>(program, "RunAsync", host.Services)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
