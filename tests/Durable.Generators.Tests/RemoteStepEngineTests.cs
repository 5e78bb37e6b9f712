using Durable.Generators.Tests.Harness;

namespace Durable.Generators.Tests;

/// <summary>Steps that run on the workers of a queue, declared on a workflow and on a class that workflows share.</summary>
public sealed class RemoteStepEngineTests
{
    private const string Source =
        """
        public sealed record Picture(string Name, int Size);

        [Steps]
        public partial class ImageSteps(Studio studio)
        {
            [Step(Queue = "gpu", MaxConcurrency = 2, HeartbeatTimeout = "30s")]
            public virtual Task<Picture> RenderAsync(string name, StepContext step = default) =>
                Task.FromResult(new Picture($"{name} by {studio.Name} for {step.RunId}", studio.Size));
        }

        public sealed class Studio { public string Name => "studio"; public int Size => 3; }

        [Workflow("gallery")]
        public partial class GalleryWorkflow(ImageSteps images)
        {
            public async Task<string> RunAsync(WorkflowContext ctx, string name)
            {
                var picture = await images.RenderAsync(name);
                return $"{picture.Name} {picture.Size} {await FrameAsync(picture)}";
            }

            [Step("frame", Queue = "carpenters")] protected virtual Task<int> FrameAsync(Picture picture) => Task.FromResult(picture.Size * 2);
        }

        public static class Program
        {
            public static void Configure(DurableBuilder durable)
            {
                durable.Services.AddSingleton<Studio>();
                durable.ConfigureWorker(worker => worker.Queues = new List<string> { "default", "gpu", "carpenters" });
            }

            public static async Task<string> RunAsync(IServiceProvider services)
            {
                var run = await services.GetRequiredService<GalleryWorkflow.Client>().StartAsync("sea", new() { RunId = "r" });
                return await run.ResultAsync();
            }
        }
        """;

    [Fact]
    public async Task Queue_OfAStepAndOfASharedOne_RunsThem() => Assert.Equal(
        "sea by studio for r 3 6", await EngineRun.Of(CompiledProject.Of(EngineRun.Usings, Source)));
}
