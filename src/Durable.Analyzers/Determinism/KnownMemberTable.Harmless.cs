namespace Durable.Analyzers.Determinism;

internal static partial class KnownMemberTable // what gives a task and adds nothing of its own to those it is given, and what tells nothing though its type does
{
    private const string Harmless = """
        M:System.Diagnostics.Stopwatch.GetElapsedTime(System.Int64,System.Int64)
        M:System.GC.SuppressFinalize M:System.GC.ReRegisterForFinalize M:System.GC.KeepAlive
        M:System.Threading.CancellationTokenSource.CancelAsync
        P:System.Threading.Tasks.Task.CompletedTask M:System.Threading.Tasks.Task.Yield
        M:System.Threading.Tasks.Task.FromResult M:System.Threading.Tasks.Task.FromException M:System.Threading.Tasks.Task.FromCanceled
        M:System.Threading.Tasks.Task.WhenAll M:System.Threading.Tasks.Task.WhenAny M:System.Threading.Tasks.Task.WhenEach
        M:System.Threading.Tasks.Task.WaitAsync M:System.Threading.Tasks.Task`1.WaitAsync
        M:System.Threading.Tasks.Task.ConfigureAwait M:System.Threading.Tasks.Task`1.ConfigureAwait
        T:System.Threading.Tasks.ValueTask T:System.Threading.Tasks.ValueTask`1
        T:System.Threading.Tasks.TaskCompletionSource T:System.Threading.Tasks.TaskCompletionSource`1
        T:System.Threading.Tasks.TaskExtensions
        T:System.Linq.AsyncEnumerable
        T:System.IAsyncDisposable T:System.Collections.Generic.IAsyncEnumerator`1
        """;
}
