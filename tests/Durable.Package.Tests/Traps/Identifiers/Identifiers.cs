using Durable;

namespace @namespace.Größe.名前;

public sealed record @new(string @string, @new.@enum @int)
{
    public enum @enum
    {
        @null,
        größer,
    }

    public int ı { get; init; }
}

public static partial class @class
{
    [Workflow("keywords")]
    public partial class @record
    {
        public static readonly Signal<@new> @event = new("event");

        public async Task<@new> RunAsync(WorkflowContext @async, @new @in)
        {
            await ÜberprüfenAsync(1, @in.@string);
            return await @do(1, @in);
        }

        [Step("do", Compensate = nameof(@undo))]
        protected virtual Task<@new> @do(int @int, @new @this, StepContext @step = default) => Task.FromResult(@this with { ı = @int });

        private Task @undo(int @int, @new @out, StepContext @while) => Task.CompletedTask;

        [Step("check")]
        protected virtual Task ÜberprüfenAsync(int größe, string 名前) => Task.CompletedTask;

        [Step("words")]
        protected virtual Task @yield(int @value, int @field, int @var, int @nameof, int @await, int @global) => Task.CompletedTask;
    }
}
