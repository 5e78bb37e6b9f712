using Durable;

namespace Shop;

public static partial class Outer
{
    public partial record Middle(int X)
    {
        internal readonly partial record struct Inner(int Y)
        {
            internal partial interface IDeep
            {
                public ref partial struct Deepest
                {
                    public sealed record Payload(int Value);

                    [Workflow]
                    internal partial class DeepWorkflow
                    {
                        public async Task<Payload> RunAsync(WorkflowContext ctx, Payload start) => await AddAsync(start);

                        [Step]
                        internal virtual Task<Payload> AddAsync(Payload payload) => Task.FromResult(new Payload(payload.Value + 1));
                    }
                }
            }
        }
    }
}
