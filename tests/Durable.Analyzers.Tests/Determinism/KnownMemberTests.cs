using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>Every member that rules know by name, each used once: taking any of them out of the tables fails a test.</summary>
/// <remarks>One use on each line, what is reported between <c>[|</c> and <c>|]</c>; a use of something that is handed in is a function of it.</remarks>
public sealed class KnownMemberTests
{
    [Fact]
    public Task Clocks_Report() => ReportsAsync("DUR0001", """
        [|DateTime.Now|]
        [|DateTime.UtcNow|]
        [|DateTime.Today|]
        [|DateTimeOffset.Now|]
        [|DateTimeOffset.UtcNow|]
        TimeProvider.System.[|GetUtcNow|]()
        TimeProvider.System.[|GetLocalNow|]()
        TimeProvider.System.[|GetTimestamp|]()
        TimeProvider.System.[|GetElapsedTime|](5)
        [|System.Diagnostics.Stopwatch.StartNew|]()
        [|Environment.TickCount|]
        [|Environment.TickCount64|]
        [|Environment.CpuUsage|]
        (Microsoft.Extensions.Internal.ISystemClock x) => x.[|UtcNow|]
        (Microsoft.AspNetCore.Authentication.ISystemClock x) => x.[|UtcNow|]
        (NodaTime.IClock x) => x.[|GetCurrentInstant|]()
        (NodaTime.SystemClock x) => x.[|GetCurrentInstant|]()
        (NodaTime.SlowTime x) => x.[|GetUtcNow|]()
        """);

    [Fact]
    public Task NewIds_Report() => ReportsAsync("DUR0002", """
        [|Guid.NewGuid|]()
        [|Guid.CreateVersion7|]()
        [|Ulid.NewUlid|]()
        [|NUlid.Ulid.NewUlid|]()
        [|MassTransit.NewId.Next|]()
        [|MassTransit.NewId.NextGuid|]()
        [|MassTransit.NewId.NextSequentialGuid|]()
        """);

    [Fact]
    public Task Chance_Reports() => ReportsAsync("DUR0003", """
        [|new Random|]()
        [|Random.Shared|]
        [|System.Security.Cryptography.RandomNumberGenerator.GetInt32|](5)
        (System.Security.Cryptography.Aes x) => x.[|GenerateKey|]()
        (System.Security.Cryptography.Aes x) => x.[|GenerateIV|]()
        [|System.Security.Cryptography.RSA.Create|](2048)
        [|System.Security.Cryptography.ECDsa.Create|](System.Security.Cryptography.ECCurve.NamedCurves.nistP256)
        [|System.Security.Cryptography.ECDiffieHellman.Create|](System.Security.Cryptography.ECCurve.NamedCurves.nistP256)
        [|Path.GetRandomFileName|]()
        [|Path.GetTempFileName|]()
        [|Directory.CreateTempSubdirectory|]()
        new[] { 1 }.[|Shuffle|]()
        """);

    [Fact]
    public Task Timers_Report() => ReportsAsync("DUR0004", """
        [|Task.Delay|](5)
        [|Thread.Sleep|](5)
        [|new Timer|](_ => { })
        [|new PeriodicTimer|](TimeSpan.Zero)
        (ITimer x) => x.[|Change|](TimeSpan.Zero, TimeSpan.Zero)
        (System.Timers.Timer x) => x.[|Start|]()
        TimeProvider.System.[|CreateTimer|](_ => { }, null, TimeSpan.Zero, TimeSpan.Zero)
        TimeProvider.System.[|Delay|](TimeSpan.Zero)
        (Task x) => x.[|WaitAsync|](TimeSpan.Zero, TimeProvider.System, 1)
        TimeProvider.System.[|CreateCancellationTokenSource|](TimeSpan.Zero)
        [|new CancellationTokenSource|](TimeSpan.Zero)
        [|new CancellationTokenSource|](5)
        [|new CancellationTokenSource|](TimeSpan.Zero, TimeProvider.System)
        (CancellationTokenSource x) => x.[|CancelAfter|](5)
        (Task x) => x.[|WaitAsync|](TimeSpan.Zero)
        (Task x) => x.[|WaitAsync|](TimeSpan.Zero, CancellationToken.None)
        (Task x) => x.[|WaitAsync|](TimeSpan.Zero, TimeProvider.System)
        (Task x) => x.[|WaitAsync|](TimeSpan.Zero, TimeProvider.System, CancellationToken.None)
        (Task<int> x) => x.[|WaitAsync|](TimeSpan.Zero)
        (Task<int> x) => x.[|WaitAsync|](TimeSpan.Zero, CancellationToken.None)
        (Task<int> x) => x.[|WaitAsync|](TimeSpan.Zero, TimeProvider.System)
        (Task<int> x) => x.[|WaitAsync|](TimeSpan.Zero, TimeProvider.System, CancellationToken.None)
        """);

    [Fact]
    public Task OtherThreads_Report() => ReportsAsync("DUR0005", """
        [|Task.Run|](() => { })
        (Task x) => x.[|Start|]()
        (Task x) => x.[|RunSynchronously|]()
        [|new Task|](() => { })
        [|new Task<int>|](() => 1)
        (Task x) => x.[|ContinueWith|](_ => { })
        (Task<int> x) => x.[|ContinueWith|](_ => { })
        (TaskFactory x) => x.[|StartNew|](() => { })
        (TaskFactory<int> x) => x.[|StartNew|](() => 1)
        [|TaskScheduler.Current|]
        [|new Thread|](() => { })
        (Thread x) => x.[|Start|]()
        (Thread x) => x.[|UnsafeStart|]()
        [|ThreadPool.QueueUserWorkItem|](_ => { })
        [|Parallel.For|](0, 5, _ => { })
        new[] { 1 }.[|AsParallel|]()
        [|System.Linq.ParallelEnumerable.Range|](0, 5)
        (ParallelQuery<int> x) => x.[|GetEnumerator|]()
        (SynchronizationContext x) => x.[|Post|](_ => { }, null)
        (SynchronizationContext x) => x.[|Send|](_ => { }, null)
        [|SynchronizationContext.SetSynchronizationContext|](null)
        (System.ComponentModel.BackgroundWorker x) => x.[|RunWorkerAsync|]()
        [|new System.Threading.Tasks.Dataflow.BufferBlock<int>|]()
        [|new System.Reactive.Concurrency.Client|]()
        """);

    [Fact]
    public Task Blocking_Reports() => ReportsAsync("DUR0007", """
        (Task<int> x) => x.[|Result|]
        (ValueTask<int> x) => x.[|Result|]
        (Task x) => x.[|Wait|]()
        (Task x) => [|Task.WaitAll|](x)
        (Task x) => [|Task.WaitAny|](x)
        (TaskAwaiter x) => x.[|GetResult|]()
        (TaskAwaiter<int> x) => x.[|GetResult|]()
        (ValueTaskAwaiter x) => x.[|GetResult|]()
        (ValueTaskAwaiter<int> x) => x.[|GetResult|]()
        (ConfiguredTaskAwaitable.ConfiguredTaskAwaiter x) => x.[|GetResult|]()
        (ConfiguredTaskAwaitable<int>.ConfiguredTaskAwaiter x) => x.[|GetResult|]()
        (ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter x) => x.[|GetResult|]()
        (ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter x) => x.[|GetResult|]()
        (WaitHandle x) => x.[|WaitOne|]()
        (ManualResetEventSlim x) => x.[|Wait|]()
        (CountdownEvent x) => x.[|Wait|]()
        (Barrier x) => x.[|SignalAndWait|]()
        [|SpinWait.SpinUntil|](() => true)
        (Thread x) => x.[|Join|]()
        [|Thread.SpinWait|](5)
        """);

    [Fact]
    public Task Locks_Report() => ReportsAsync("DUR0008", """
        [|Monitor.Enter|](new object())
        (Lock x) => x.[|Enter|]()
        (SpinLock x) => x.[|Exit|]()
        (Mutex x) => x.[|ReleaseMutex|]()
        (Semaphore x) => x.[|Release|]()
        (SemaphoreSlim x) => x.[|Release|]()
        (ReaderWriterLock x) => x.[|ReleaseLock|]()
        (ReaderWriterLockSlim x) => x.[|ExitReadLock|]()
        """);

    [Fact]
    public Task Files_Report() => ReportsAsync("DUR0010", """
        [|File.Delete|]("a")
        [|Directory.Delete|]("a")
        [|new FileInfo|]("a")
        [|new DirectoryInfo|]("a")
        (FileSystemInfo x) => x.[|Exists|]
        [|new DriveInfo|]("a")
        [|new FileStream|]("a", FileMode.Open)
        [|new FileSystemWatcher|]()
        (FileSystemWatcher x) => x.[|Changed|] += (_, _) => { }
        [|RandomAccess.GetLength|](null!)
        [|Path.Exists|]("a")
        [|new StreamReader|]("a")
        [|new StreamReader|]("a", true)
        [|new StreamReader|]("a", System.Text.Encoding.UTF8)
        [|new StreamReader|]("a", System.Text.Encoding.UTF8, true)
        [|new StreamReader|]("a", System.Text.Encoding.UTF8, true, 5)
        [|new StreamReader|]("a", new FileStreamOptions())
        [|new StreamReader|]("a", System.Text.Encoding.UTF8, true, new FileStreamOptions())
        [|new StreamWriter|]("a")
        [|new StreamWriter|]("a", true)
        [|new StreamWriter|]("a", true, System.Text.Encoding.UTF8)
        [|new StreamWriter|]("a", true, System.Text.Encoding.UTF8, 5)
        [|new StreamWriter|]("a", new FileStreamOptions())
        [|new StreamWriter|]("a", System.Text.Encoding.UTF8, new FileStreamOptions())
        [|new System.IO.Pipes.AnonymousPipeServerStream|]()
        [|System.IO.IsolatedStorage.IsolatedStorageFile.GetUserStoreForApplication|]()
        (System.IO.MemoryMappedFiles.MemoryMappedFile x) => x.[|Dispose|]()
        (System.IO.MemoryMappedFiles.MemoryMappedViewAccessor x) => x.[|ReadByte|](1)
        (System.IO.MemoryMappedFiles.MemoryMappedViewStream x) => x.[|Flush|]()
        [|new System.IO.Ports.SerialPort|]()
        [|System.IO.Compression.ZipFile.Open|]("a", System.IO.Compression.ZipArchiveMode.Read)
        [|System.IO.Compression.ZipFile.OpenRead|]("a")
        [|System.IO.Compression.ZipFile.CreateFromDirectory|]("a", "b")
        [|System.IO.Compression.ZipFile.ExtractToDirectory|]("a", "b")
        """);

    [Fact]
    public Task NetworkAndMachine_Report() => ReportsAsync("DUR0010", """
        [|System.Net.Dns.GetHostName|]()
        (System.Net.WebClient x) => x.[|DownloadString|]("a")
        (System.Net.WebRequest x) => x.[|Abort|]()
        (System.Net.HttpListener x) => x.[|Start|]()
        (System.Net.Sockets.TcpClient x) => x.[|Close|]()
        (System.Net.Sockets.Socket x) => x.[|Close|]()
        (System.Net.Sockets.TcpListener x) => x.[|Start|]()
        (System.Net.Sockets.UdpClient x) => x.[|Close|]()
        (System.Net.Sockets.NetworkStream x) => x.[|Flush|]()
        [|new System.Net.NetworkInformation.Ping|]()
        [|System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces|]()
        (System.Net.NetworkInformation.NetworkAddressChangedEventHandler x) => { [|System.Net.NetworkInformation.NetworkChange.NetworkAddressChanged|] += x; }
        [|System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties|]()
        [|new System.Net.WebSockets.ClientWebSocket|]()
        [|new System.Net.Mail.SmtpClient|]()
        (System.Net.Security.SslStream x) => x.[|Flush|]()
        (System.Net.Security.NegotiateAuthentication x) => x.[|Dispose|]()
        [|System.Net.Quic.QuicConnection.IsSupported|]
        [|System.Net.Quic.QuicListener.IsSupported|]
        (System.Net.Quic.QuicStream x) => x.[|Flush|]()
        (HttpMessageInvoker x) => x.[|Dispose|]()
        (HttpMessageHandler x) => x.[|Dispose|]()
        (System.Net.Http.IHttpClientFactory x) => x.[|CreateClient|]("a")
        (System.Net.Http.IHttpClientFactory x) => System.Net.Http.HttpClientFactoryExtensions.[|CreateClient|](x)
        (HttpClient x) => System.Net.Http.Json.HttpClientJsonExtensions.[|GetFromJsonAsync<int>|](x, "a")
        [|Environment.SetEnvironmentVariable|]("a", "b")
        [|Console.Beep|]()
        [|System.Diagnostics.Process.Start|]("a")
        [|System.Diagnostics.EventLog.WriteEntry|]("a")
        (System.Diagnostics.PerformanceCounter x) => x.[|Increment|]()
        [|Microsoft.Win32.Registry.GetValue|]("a")
        (Microsoft.Win32.RegistryKey x) => x.[|Flush|]()
        [|Environment.Exit|](1)
        [|Environment.FailFast|]("a")
        [|Environment.ExitCode|]
        """);

    [Fact]
    public Task Databases_Report() => ReportsAsync("DUR0010", """
        (System.Data.IDbConnection x) => x.[|Open|]()
        (System.Data.IDbCommand x) => x.[|Cancel|]()
        (System.Data.IDbTransaction x) => x.[|Commit|]()
        (System.Data.IDataReader x) => x.[|Close|]()
        (System.Data.IDataAdapter x) => x.[|GetFillParameters|]()
        (System.Data.Common.DbConnection x) => x.[|Open|]()
        (System.Data.Common.DbCommand x) => x.[|Cancel|]()
        (System.Data.Common.DbTransaction x) => x.[|Commit|]()
        (System.Data.Common.DbBatch x) => x.[|Cancel|]()
        (System.Data.Common.DbDataReader x) => x.[|Close|]()
        (System.Data.Common.DbDataSource x) => x.[|CreateConnection|]()
        (System.Data.Common.DbDataAdapter x) => x.[|Fill|](new System.Data.DataSet())
        [|new System.Data.SqlClient.Client|]()
        [|new Microsoft.Data.SqlClient.Client|]()
        [|new Microsoft.Data.Sqlite.Client|]()
        [|new Npgsql.Client|]()
        [|new MySqlConnector.Client|]()
        [|new Oracle.ManagedDataAccess.Client.Client|]()
        [|new Dapper.Client|]()
        [|new MongoDB.Driver.Client|]()
        [|new StackExchange.Redis.Client|]()
        [|new Microsoft.Azure.Cosmos.Client|]()
        [|new Cassandra.Client|]()
        [|new Elastic.Clients.Elasticsearch.Client|]()
        [|new Raven.Client.Documents.Client|]()
        (Microsoft.EntityFrameworkCore.DbContext x) => x.[|SaveChanges|]()
        (Microsoft.EntityFrameworkCore.DbSet<int> x) => x.[|Add|](1)
        [|Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.CountAsync<int>|](null!)
        [|Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRaw|](null!, "a")
        (Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade x) => x.[|EnsureCreated|]()
        (Microsoft.EntityFrameworkCore.IDbContextFactory<int> x) => x.[|CreateDbContext|]()
        (Microsoft.Extensions.Caching.Distributed.IDistributedCache x) => x.[|Get|]("a")
        (Microsoft.Extensions.Caching.Distributed.IDistributedCache x) => Microsoft.Extensions.Caching.Distributed.DistributedCacheExtensions.[|GetString|](x, "a")
        (Microsoft.Extensions.Caching.Memory.IMemoryCache x) => x.[|Remove|]("a")
        (Microsoft.Extensions.Caching.Memory.IMemoryCache x) => Microsoft.Extensions.Caching.Memory.CacheExtensions.[|Get|](x, "a")
        [|new RabbitMQ.Client.Client|]()
        [|new Confluent.Kafka.Client|]()
        [|new Azure.Messaging.ServiceBus.Client|]()
        [|new Azure.Storage.Blobs.Client|]()
        [|new Azure.Storage.Queues.Client|]()
        [|new Amazon.S3.Client|]()
        [|new Amazon.SQS.Client|]()
        [|new Amazon.DynamoDBv2.Client|]()
        [|new Grpc.Net.Client.Client|]()
        [|new Grpc.Core.Client|]()
        (Grpc.Core.CallInvoker x) => x.[|BlockingUnaryCall|](1)
        (Shipping.ShippingClient x) => x.[|Ship|](1)
        (RabbitMQ.Client.ConnectionFactory x) => x.[|CreateConnection|]()
        (RabbitMQ.Client.IConnectionFactory x) => x.[|CreateConnection|]()
        (Npgsql.ISender x) => x.[|SendAsync|](null!)
        (Npgsql.IReader x) => x.[|All|]
        (Npgsql.IManySender x) => x.[|Send|](null!)
        (Npgsql.Resender x) => x.[|Send|]()
        """);

    [Fact]
    public Task Machine_Reports() => ReportsAsync("DUR0011", """
        [|Environment.MachineName|]
        [|Environment.UserName|]
        [|Environment.UserDomainName|]
        [|Environment.ProcessorCount|]
        [|Environment.ProcessId|]
        [|Environment.ProcessPath|]
        [|Environment.OSVersion|]
        [|Environment.Version|]
        [|Environment.CurrentDirectory|]
        [|Environment.CommandLine|]
        [|Environment.SystemDirectory|]
        [|Environment.WorkingSet|]
        [|Environment.CurrentManagedThreadId|]
        [|Environment.Is64BitProcess|]
        [|Environment.Is64BitOperatingSystem|]
        [|Environment.UserInteractive|]
        [|Environment.SystemPageSize|]
        [|Environment.IsPrivilegedProcess|]
        [|Environment.GetEnvironmentVariable|]("a")
        [|Environment.GetEnvironmentVariables|]()
        [|Environment.ExpandEnvironmentVariables|]("a")
        [|Environment.GetCommandLineArgs|]()
        [|Environment.GetFolderPath|](Environment.SpecialFolder.Desktop)
        [|Environment.GetLogicalDrives|]()
        [|System.Runtime.InteropServices.RuntimeInformation.OSDescription|]
        [|OperatingSystem.IsLinux|]()
        [|Path.GetTempPath|]()
        [|Path.GetFullPath|]("a")
        (Thread x) => x.[|ManagedThreadId|]
        [|Thread.CurrentThread|]
        [|AppContext.BaseDirectory|]
        [|AppDomain.CurrentDomain|]
        [|GC.GetTotalMemory|](false)
        (Microsoft.Extensions.Hosting.IHostEnvironment x) => x.[|EnvironmentName|]
        """);

    [Fact]
    public Task Cultures_Report() => ReportsAsync("DUR0011", """
        [|CultureInfo.CurrentCulture|]
        [|CultureInfo.CurrentUICulture|]
        [|CultureInfo.InstalledUICulture|]
        [|CultureInfo.DefaultThreadCurrentCulture|]
        [|CultureInfo.DefaultThreadCurrentUICulture|]
        [|NumberFormatInfo.CurrentInfo|]
        [|DateTimeFormatInfo.CurrentInfo|]
        [|RegionInfo.CurrentRegion|]
        [|StringComparer.CurrentCulture|]
        [|StringComparer.CurrentCultureIgnoreCase|]
        [|StringComparison.CurrentCulture|]
        [|StringComparison.CurrentCultureIgnoreCase|]
        "a".[|ToUpper|]()
        "a".[|ToLower|]()
        "a".[|CompareTo|]("b")
        [|string.Compare|]("a", "b")
        [|string.Compare|]("a", "b", true)
        "a".[|StartsWith|]("b")
        "a".[|EndsWith|]("b")
        "a".[|IndexOf|]("b")
        "a".[|IndexOf|]("b", 1)
        "a".[|IndexOf|]("b", 1, 2)
        "a".[|LastIndexOf|]("b")
        "a".[|LastIndexOf|]("b", 1)
        "a".[|LastIndexOf|]("b", 1, 2)
        (System.Text.StringBuilder x) => x.[|Append|](1.5)
        (System.Text.StringBuilder x) => x.[|Append|](1.5f)
        (System.Text.StringBuilder x) => x.[|Append|](1.5m)
        (DateTime x) => x.[|ToUniversalTime|]()
        [|char.ToUpper|]('a')
        [|char.ToLower|]('a')
        [|TimeZoneInfo.Local|]
        [|TimeZone.CurrentTimeZone|]
        TimeProvider.System.[|LocalTimeZone|]
        (NodaTime.SlowTime x) => x.[|LocalTimeZone|]
        """);

    [Theory]
    [InlineData("DateTime", "ToLocalTime", "ToString", "ToShortDateString", "ToLongDateString", "ToShortTimeString", "ToLongTimeString", "GetDateTimeFormats")]
    [InlineData("DateTimeOffset", "ToLocalTime", "ToString")]
    [InlineData("DateOnly", "ToString", "ToLongDateString", "ToShortDateString")]
    [InlineData("TimeOnly", "ToString", "ToLongTimeString", "ToShortTimeString")]
    [InlineData("double", "ToString")]
    [InlineData("float", "ToString")]
    [InlineData("decimal", "ToString")]
    public Task ValuesWrittenInTheMachinesCulture_Report(string type, params string[] methods) => ReportsAsync("DUR0011", string.Join('\n', methods
        .Select(method => $"({type} x) => x.[|{method}|]()")
        .Append($"[|{type}.Parse|](\"a\")")
        .Append($"({type} x) => [|{type}.TryParse|](\"a\", out x)")));

    [Fact]
    public Task ConversionsInTheMachinesCulture_Report() => ReportsAsync("DUR0011", """
        (DateTimeOffset x) => x.[|LocalDateTime|]
        [|double.Parse|]("1", NumberStyles.Float)
        [|float.Parse|]("1", NumberStyles.Float)
        [|decimal.Parse|]("1", NumberStyles.Float)
        (double x) => [|double.TryParse|]("1".AsSpan(), out x)
        (float x) => [|float.TryParse|]("1".AsSpan(), out x)
        (decimal x) => [|decimal.TryParse|]("1".AsSpan(), out x)
        [|TimeSpan.Parse|]("1")
        (TimeSpan x) => [|TimeSpan.TryParse|]("1", out x)
        [|Convert.ToDouble|]("1")
        [|Convert.ToSingle|]("1")
        [|Convert.ToDecimal|]("1")
        [|Convert.ToDateTime|]("1")
        [|Convert.ToString|](1.5)
        [|Convert.ToString|](1.5f)
        [|Convert.ToString|](1.5m)
        [|Convert.ToString|](DateTime.MinValue)
        """);

    [Fact]
    public Task OtherLoggers_Report() => ReportsAsync("DUR0016", """
        [|Serilog.Log.Information|]("a")
        (Serilog.ILogger x) => x.[|Information|]("a")
        [|new NLog.Client|]()
        (log4net.ILog x) => x.[|Info|]("a")
        [|log4net.LogManager.GetLogger|]("a")
        [|System.Diagnostics.Trace.WriteLine|]("a")
        () => [|System.Diagnostics.Debug.WriteLine|]("a")
        () => [|System.Diagnostics.Debug.Write|]("a")
        () => [|System.Diagnostics.Debug.WriteIf|](true, "a")
        () => [|System.Diagnostics.Debug.WriteLineIf|](true, "a")
        () => [|System.Diagnostics.Debug.Print|]("a")
        (System.Diagnostics.TraceSource x) => x.[|Flush|]()
        (ILoggerFactory x) => x.[|CreateLogger|]("a")
        (ILoggerFactory x) => x.[|CreateLogger<OrderWorkflow>|]()
        """);

    [Fact]
    public Task Reflection_AtTheStrictLevel_Reports() => Verify.ReportsWithAsync(new Config(("durable.determinism", "strict")), Uses("DUR0023", """
        [|Activator.CreateInstance|](typeof(int))
        (System.Reflection.MethodBase x) => x.[|Invoke|](null, null)
        (System.Reflection.ConstructorInfo x) => x.[|Invoke|](null)
        (Delegate x) => x.[|DynamicInvoke|]()
        (System.Reflection.PropertyInfo x) => x.[|GetValue|](null)
        (System.Reflection.PropertyInfo x) => x.[|SetValue|](null, null)
        (System.Reflection.FieldInfo x) => x.[|GetValue|](null)
        (System.Reflection.FieldInfo x) => x.[|SetValue|](null, null)
        (Type x) => x.[|InvokeMember|]("a", default, null, null, null)
        """));

    [Fact]
    public Task Reflection_AtTheUsualLevel_DoesNotReport() => ReportsAsync("", """
        Activator.CreateInstance(typeof(int))
        (Delegate x) => x.DynamicInvoke()
        """);

    [Fact]
    public Task TasksThatAddNothingOfTheirOwn_DoNotReport() => ReportsAsync("", """
        System.Diagnostics.Stopwatch.GetElapsedTime(1, 2)
        (object x) => GC.SuppressFinalize(x)
        (object x) => GC.ReRegisterForFinalize(x)
        (object x) => GC.KeepAlive(x)
        (CancellationTokenSource x) => x.CancelAsync()
        Task.CompletedTask
        async () => await Task.Yield()
        Task.FromResult(1)
        Task.FromException(new Exception())
        Task.FromCanceled(CancellationToken.None)
        (Task x) => Task.WhenAll(x)
        (Task x) => Task.WhenAny(x)
        (Task x) => Task.WhenEach(x)
        (Task x) => x.WaitAsync(CancellationToken.None)
        (Task<int> x) => x.WaitAsync(CancellationToken.None)
        (Task x) => x.ConfigureAwait(true)
        (Task<int> x) => x.ConfigureAwait(true)
        ValueTask.CompletedTask
        ValueTask.FromResult(1)
        (ValueTask x) => x.AsTask()
        (ValueTask<int> x) => x.AsTask()
        (TaskCompletionSource x) => x.Task
        (TaskCompletionSource<int> x) => x.Task
        (Task<Task> x) => System.Threading.Tasks.TaskExtensions.Unwrap(x)
        (IAsyncEnumerable<int> x) => x.Select(n => n + 1)
        (IAsyncDisposable x) => x.DisposeAsync()
        (IAsyncEnumerator<int> x) => x.MoveNextAsync()
        """);

    private static Task ReportsAsync(string ruleId, string uses) => Verify.ReportsAsync(Uses(ruleId, uses));

    private static string Uses(string ruleId, string uses) => Body.With(
        string.Join("\n        ", uses.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static use => use.Contains("=>", StringComparison.Ordinal) && (use[0] == '(' || use.StartsWith("async ", StringComparison.Ordinal)) ? use : $"() => {use}")
            .Select(use => $"Use({use.Replace("[|", $"{{|{ruleId}:", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal)});")),
        "private static void Use(Delegate code) { }");
}
