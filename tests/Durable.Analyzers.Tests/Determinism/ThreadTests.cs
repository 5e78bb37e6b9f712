using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>Leaving the run's thread, its context, or holding it up.</summary>
public sealed class ThreadTests // DUR0005 to DUR0008
{
    [Theory]
    [InlineData("await {|DUR0005:Task.Run|}(() => 1);")]
    [InlineData("await {|DUR0005:Task.Run|}(async () => await PayAsync());")]
    [InlineData("await Task.Factory.{|DUR0005:StartNew|}(() => 1);")]
    [InlineData("await {|DUR0005:new TaskFactory|}().{|DUR0005:StartNew|}(() => 1);")]
    [InlineData("await PayAsync().{|DUR0005:ContinueWith|}(_ => 1);")]
    [InlineData("await ctx.SleepAsync(default).{|DUR0005:ContinueWith|}(_ => 1);")]
    [InlineData("{|DUR0005:new Thread|}(() => { }).{|DUR0005:Start|}();")]
    [InlineData("{|DUR0005:ThreadPool.QueueUserWorkItem|}(_ => { });")]
    [InlineData("{|DUR0005:Parallel.For|}(0, 5, _ => { });")]
    [InlineData("{|DUR0005:Parallel.ForEach|}(new[] { 1 }, _ => { });")]
    [InlineData("await {|DUR0005:Parallel.ForEachAsync|}(new[] { 1 }, (_, _) => default);")]
    [InlineData("var sum = new[] { 1 }.{|DUR0005:AsParallel|}().{|DUR0005:Sum|}();")]
    [InlineData("{|DUR0005:new Task|}(() => { }).{|DUR0005:Start|}();")]
    [InlineData("SynchronizationContext.Current!.{|DUR0005:Post|}(_ => { }, null);")]
    public Task Code_ThatLeavesTheThread_Reports(string statement) => Verify.ReportsAsync(Body.With(statement));

    [Theory]
    [InlineData("await PayAsync().{|DUR0006:ConfigureAwait|}(false);")]
    [InlineData("await ctx.SleepAsync(default).{|DUR0006:ConfigureAwait|}(continueOnCapturedContext: false);")]
    [InlineData("await PayAsync().{|DUR0006:ConfigureAwait|}(ConfigureAwaitOptions.None);")]
    [InlineData("await ((Task)PayAsync()).{|DUR0006:ConfigureAwait|}(ConfigureAwaitOptions.SuppressThrowing);")]
    [InlineData("await new ValueTask<int>(PayAsync()).{|DUR0006:ConfigureAwait|}(false);")]
    [InlineData("await using var held = (await ctx.LockAsync(\"a\")).{|DUR0006:ConfigureAwait|}(false);")]
    [InlineData("await foreach (var item in Items().{|DUR0006:ConfigureAwait|}(false)) { } async IAsyncEnumerable<int> Items() { yield return await PayAsync(); }")]
    public Task ConfigureAwait_False_Reports(string statement) => Verify.ReportsAsync(Body.With(statement));

    [Theory]
    [InlineData("var paid = PayAsync().{|DUR0007:Result|};")]
    [InlineData("PayAsync().{|DUR0007:Wait|}();")]
    [InlineData("var paid = PayAsync().GetAwaiter().{|DUR0007:GetResult|}();")]
    [InlineData("ctx.SleepAsync(default).GetAwaiter().{|DUR0007:GetResult|}();")]
    [InlineData("ctx.SleepAsync(default).ConfigureAwait(true).GetAwaiter().{|DUR0007:GetResult|}();")]
    [InlineData("var paid = new ValueTask<int>(PayAsync()).{|DUR0007:Result|};")]
    [InlineData("{|DUR0007:Task.WaitAll|}(PayAsync());")]
    [InlineData("{|DUR0007:Task.WaitAny|}(PayAsync(), PayAsync());")]
    [InlineData("var a = PayAsync(); var b = PayAsync(); await a; var paid = b.{|DUR0007:Result|};")]
    [InlineData("var a = PayAsync(); var paid = a.{|DUR0007:Result|}; await a;")]
    [InlineData("using var done = new ManualResetEventSlim(); done.{|DUR0007:Wait|}();")]
    [InlineData("using var done = {|DUR0007:new ManualResetEvent|}(false); done.{|DUR0007:WaitOne|}();")]
    [InlineData("using var done = new CountdownEvent(1); done.{|DUR0007:Wait|}();")]
    [InlineData("{|DUR0007:SpinWait.SpinUntil|}(() => true);")]
    [InlineData("{|DUR0007:Thread.SpinWait|}(5);")]
    public Task Code_ThatBlocks_Reports(string statement) => Verify.ReportsAsync(Body.With(statement));

    [Theory]
    [InlineData("{|DUR0008:lock|} (this) { }")]
    [InlineData("{|DUR0008:Monitor.Enter|}(this); {|DUR0008:Monitor.Exit|}(this);")]
    [InlineData("using var gate = {|DUR0008:new SemaphoreSlim|}(1); await gate.{|DUR0008:WaitAsync|}(); gate.{|DUR0008:Release|}();")]
    [InlineData("using var gate = {|DUR0008:new Mutex|}(); gate.{|DUR0008:WaitOne|}();")]
    [InlineData("using var gate = {|DUR0008:new Semaphore|}(1, 1); gate.{|DUR0008:WaitOne|}();")]
    [InlineData("using var gate = {|DUR0008:new ReaderWriterLockSlim|}(); gate.{|DUR0008:EnterReadLock|}();")]
    [InlineData("var gate = {|DUR0008:new Lock|}(); using (gate.{|DUR0008:EnterScope|}()) { }")]
    public Task Code_ThatLocks_Reports(string statement) => Verify.ReportsAsync(Body.With(statement, "").Replace("using (gate", "using ({|DUR0008:|}gate", StringComparison.Ordinal).Replace("{|DUR0008:|}", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("await PayAsync().ConfigureAwait(true);")]
    [InlineData("await PayAsync().ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext);")]
    [InlineData("var a = PayAsync(); await a; var paid = a.Result;")]
    [InlineData("var a = PayAsync(); var b = PayAsync(); await Task.WhenAll(a, b); var paid = a.Result + b.Result;")]
    [InlineData("var all = new[] { PayAsync(), PayAsync() }; await Task.WhenAll(all); var paid = all[0].Result + all.Sum(task => task.Result);")]
    [InlineData("var all = new List<Task<int>> { PayAsync() }; await Task.WhenAll(all); foreach (var task in all) { _ = task.Result; }")]
    [InlineData("var all = new List<Task<int>> { PayAsync() }; await Task.WhenAll(all); var most = all.Where(task => task.Result > 1).Select(task => task.Result).ToList();")]
    [InlineData("var first = await Task.WhenAny(PayAsync(), PayAsync()); var paid = first.Result;")]
    [InlineData("var paid = (await Task.WhenAny(PayAsync(), PayAsync())).Result;")]
    [InlineData("await foreach (var done in Task.WhenEach(PayAsync(), PayAsync())) { _ = done.Result; }")]
    [InlineData("var a = PayAsync(); if (a.IsCompletedSuccessfully) { _ = a.Result; }")]
    [InlineData("var a = PayAsync(); if (a.IsCompleted && a.GetAwaiter().GetResult() > 1) { }")]
    [InlineData("var one = Task.FromResult(1).Result;")]
    [InlineData("_count = Interlocked.Increment(ref _count); Volatile.Write(ref _count, 1);")]
    [InlineData("using var source = CancellationTokenSource.CreateLinkedTokenSource(ctx.CancellationToken); source.Cancel();")]
    [InlineData("var result = new Answer().Result; new Answer().Wait();", "private sealed class Answer { public int Result => 1; public void Wait() { } }")]
    [InlineData("new Parallel().For(); Task2.Run();", "private sealed class Parallel { public void For() { } } private static class Task2 { public static void Run() { } }")]
    [InlineData("var all = new List<Task<int>> { PayAsync() }; await Task.WhenAll(all); var paid = all[0].Result;")]
    [InlineData("Task<int> first; first = await Task.WhenAny(PayAsync(), PayAsync()); var paid = first.Result;")]
    [InlineData("await UseAsync(PayAsync()); async Task<int> UseAsync(Task<int> task) { await task; return task.Result; }")]
    [InlineData("_task = PayAsync(); await _task; var paid = _task.Result;", "private Task<int> _task = null!;")]
    public Task Code_ThatStaysOnTheThread_DoesNotReport(string statement, string members = "") => Verify.ReportsAsync(Body.With(statement, members));
}
