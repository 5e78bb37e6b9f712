using Durable;

namespace Shop
{
    namespace Blocks
    {
        [Workflow("block")]
        public partial class OrderWorkflow
        {
            public async Task<int> RunAsync(WorkflowContext ctx, int start) => await AddAsync(start);

            [Step]
            protected virtual Task<int> AddAsync(int value) => Task.FromResult(value + 2);
        }
    }

    namespace Files
    {
        // The same class name as in the other file, and another one beside it.
        [Workflow("mixed")]
        public partial class MixedWorkflow
        {
            public async Task<int> RunAsync(WorkflowContext ctx, int start) => await AddAsync(start);

            [Step]
            protected virtual Task<int> AddAsync(int value) => Task.FromResult(value + 3);
        }
    }
}
