namespace Durable.Analyzers.Tests.Determinism;

/// <summary>Workflow classes around a few statements, so that a test shows only what it is about.</summary>
internal static class Body
{
    public const string Types = """
        public interface IPayments { Task<int> ChargeAsync(string id); int Count { get; } event Action Changed; string this[int index] { get; } }
        public abstract class Gateway { public abstract int Send(); public virtual int Receive() => 1; }
        """;

    /// <summary>Statements at the end of a body, after a first wait; <c>PayAsync</c> is a step.</summary>
    public static string With(string statements, string members = "") => $$"""
        using System.Globalization;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Runtime.CompilerServices;
        using Microsoft.Extensions.Logging;

        [Workflow]
        public partial class OrderWorkflow
        {
            private int _count;

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(_count));
                {{statements}}
            }

            [Step] protected virtual Task<int> PayAsync() => Task.FromResult(_count);

            {{members}}
        }

        """;
}
