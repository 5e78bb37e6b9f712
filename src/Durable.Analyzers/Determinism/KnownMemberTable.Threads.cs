namespace Durable.Analyzers.Determinism;

internal static partial class KnownMemberTable // what leaves the run's own thread, or holds it up
{
    private const string OtherThread = """
        M:System.Threading.Tasks.Task.Run M:System.Threading.Tasks.Task.Start M:System.Threading.Tasks.Task.RunSynchronously
        M:System.Threading.Tasks.Task.#ctor M:System.Threading.Tasks.Task`1.#ctor
        M:System.Threading.Tasks.Task.ContinueWith M:System.Threading.Tasks.Task`1.ContinueWith
        T:System.Threading.Tasks.TaskFactory T:System.Threading.Tasks.TaskFactory`1
        T:System.Threading.Tasks.TaskScheduler
        M:System.Threading.Thread.#ctor M:System.Threading.Thread.Start M:System.Threading.Thread.UnsafeStart
        T:System.Threading.ThreadPool T:System.Threading.Tasks.Parallel
        T:System.Linq.ParallelEnumerable T:System.Linq.ParallelQuery
        M:System.Threading.SynchronizationContext.Post M:System.Threading.SynchronizationContext.Send
        M:System.Threading.SynchronizationContext.SetSynchronizationContext
        T:System.ComponentModel.BackgroundWorker
        N:System.Threading.Tasks.Dataflow N:System.Reactive.Concurrency
        """;

    private const string Blocking = """
        P:System.Threading.Tasks.Task`1.Result P:System.Threading.Tasks.ValueTask`1.Result
        M:System.Threading.Tasks.Task.Wait M:System.Threading.Tasks.Task.WaitAll M:System.Threading.Tasks.Task.WaitAny
        M:System.Runtime.CompilerServices.TaskAwaiter.GetResult M:System.Runtime.CompilerServices.TaskAwaiter`1.GetResult
        M:System.Runtime.CompilerServices.ValueTaskAwaiter.GetResult M:System.Runtime.CompilerServices.ValueTaskAwaiter`1.GetResult
        M:System.Runtime.CompilerServices.ConfiguredTaskAwaitable.ConfiguredTaskAwaiter.GetResult
        M:System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1.ConfiguredTaskAwaiter.GetResult
        M:System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter.GetResult
        M:System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1.ConfiguredValueTaskAwaiter.GetResult
        T:System.Threading.WaitHandle M:System.Threading.ManualResetEventSlim.Wait M:System.Threading.CountdownEvent.Wait
        M:System.Threading.Barrier.SignalAndWait T:System.Threading.SpinWait M:System.Threading.Thread.Join M:System.Threading.Thread.SpinWait
        """;

    private const string Locking = """
        T:System.Threading.Monitor T:System.Threading.Lock T:System.Threading.SpinLock
        T:System.Threading.Mutex T:System.Threading.Semaphore T:System.Threading.SemaphoreSlim
        T:System.Threading.ReaderWriterLock T:System.Threading.ReaderWriterLockSlim
        """;
}
