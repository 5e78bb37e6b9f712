using Durable.Generators.Tests.Harness;

namespace Durable.Generators.Tests;

/// <summary>Steps that suspend: the generator sees in their code what they keep and what they are resumed with.</summary>
public sealed class SuspensionEngineTests
{
    private const string Source =
        """
        public sealed record Draft(string Text, int Round);
        public sealed record Verdict(bool Granted, string? Note);
        public sealed record Other(int Number);

        [Workflow]
        public partial class ReviewWorkflow
        {
            public async Task<string> RunAsync(WorkflowContext ctx, string text) => $"{await ReviewAsync(text)} {await CountAsync()}";

            [Step]
            protected virtual Task<string> ReviewAsync(string text, StepContext step = default)
            {
                if (!step.TryGetResume<Verdict>(out var verdict))
                {
                    throw step.Suspend(new Draft(text, 1));
                }

                return Task.FromResult($"{verdict.Granted} {verdict.Note} {(step.TryGetSnapshot<Draft>(out var draft) ? draft.Text : "")}");
            }

            [Step]
            protected virtual Task<int> CountAsync(StepContext step = default) => Wait(step);

            private static Task<int> Wait(StepContext step) => step.TryGetResume<int>(out var count) ? Task.FromResult(count) : throw step.Suspend();
        }

        public static class Program
        {
            public static void Configure(DurableBuilder durable) { }

            public static async Task<string> RunAsync(IServiceProvider services)
            {
                var client = services.GetRequiredService<DurableClient>();
                var run = await services.GetRequiredService<ReviewWorkflow.Client>().StartAsync("text");
                var log = new List<string>();
                async Task Try(Func<Task> act)
                {
                    while (true)
                    {
                        try
                        {
                            await act();
                            return;
                        }
                        catch (DurableException exception) when (exception.Code == DurableErrorCodes.StepNotSuspended)
                        {
                            await Task.Delay(5);
                        }
                        catch (DurableException exception)
                        {
                            log.Add(exception.Code);
                            return;
                        }
                    }
                }

                await Try(() => run.ResumeStepAsync("Review", "yes"));
                await Try(() => run.ResumeStepAsync("Review", new Draft("x", 2)));
                await Try(() => run.ResumeStepAsync("Review", new Other(1)));
                await Try(() => client.ResumeStepAsync(run.RunId, "Review", System.Text.Json.JsonDocument.Parse("[1]").RootElement));
                await Try(() => run.ResumeStepAsync("Review", new Verdict(true, "fine")));
                await Try(() => run.ResumeStepAsync("Count", 7));
                return $"{await run.ResultAsync()} {string.Join(',', log)}";
            }
        }
        """;

    [Fact]
    public async Task Resume_TypesOfTheStep_AreWrittenReadAndChecked() => Assert.Equal(
        "True fine text 7 RESUME_TYPE_MISMATCH,RESUME_TYPE_MISMATCH,RESUME_TYPE_MISMATCH,RESUME_TYPE_MISMATCH",
        await EngineRun.Of(CompiledProject.Of(EngineRun.Usings, Source)));
}
