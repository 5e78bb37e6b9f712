using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>A library with the types of well-known packages that rules know by name, as far as a test uses them: so that no test has to install them.</summary>
internal static class StandIns
{
    // One class in each of these namespaces, which rules know whole.
    private static readonly string[] s_namespaces =
    [
        "System.Reactive.Concurrency", "System.Data.SqlClient", "Microsoft.Data.SqlClient", "Microsoft.Data.Sqlite", "Npgsql", "MySqlConnector",
        "Oracle.ManagedDataAccess.Client", "Dapper", "MongoDB.Driver", "StackExchange.Redis", "Microsoft.Azure.Cosmos", "Cassandra", "Elastic.Clients.Elasticsearch",
        "Raven.Client.Documents", "RabbitMQ.Client", "Confluent.Kafka", "Azure.Messaging.ServiceBus", "Azure.Storage.Blobs", "Azure.Storage.Queues", "Amazon.S3", "Amazon.SQS",
        "Amazon.DynamoDBv2", "Grpc.Net.Client", "Grpc.Core", "NLog",
    ];

    // As such libraries have them: what talks to a server, and what is said to it.
    private const string Client = """
        public class Client : System.IDisposable { public const int DefaultPort = 1; public void Dispose() { } }
        public interface ISender { System.Threading.Tasks.Task SendAsync(Message message); }
        public interface IReader { System.Collections.Generic.IAsyncEnumerable<Message> All { get; } }
        public interface IManySender : ISender { void Send(Message message); }
        public abstract class Sender { public abstract System.Threading.Tasks.ValueTask<int> SendAsync(Message message); }
        public class Resender : Sender { public override System.Threading.Tasks.ValueTask<int> SendAsync(Message message) => default; public void Send() { } }
        public class Message { public Message() { } public Message(string text) => Text = text; public string Text { get; set; } public Kind Kind => Kind.Urgent; }
        public class Refusal : System.Exception { public int Code { get; set; } }
        public struct Key { public Key(string text) { } public static Key Of(string text) => default; }
        public enum Kind { Usual, Urgent }
        """;

    private const string Types = """
        using System;
        using System.Threading.Tasks;

        namespace System
        {
            public struct Ulid { public static Ulid NewUlid() => default; public static Ulid Empty => default; }
        }

        namespace System.Threading.Tasks
        {
            public static class TimeProviderTaskExtensions
            {
                public static Task Delay(this TimeProvider time, TimeSpan delay) => null;
                public static Task WaitAsync(this Task task, TimeSpan timeout, TimeProvider time, int retries) => null;
                public static CancellationTokenSource CreateCancellationTokenSource(this TimeProvider time, TimeSpan delay) => null;
            }
        }

        namespace System.Net.Http
        {
            public interface IHttpClientFactory { object CreateClient(string name); }
            public static class HttpClientFactoryExtensions { public static object CreateClient(this IHttpClientFactory factory) => null; }
        }

        namespace System.Diagnostics
        {
            public class EventLog { public static void WriteEntry(string text) { } }
            public class PerformanceCounter { public long Increment() => 0; }
        }

        namespace System.IO.Ports { public class SerialPort { public void Open() { } } }

        namespace Microsoft.Win32
        {
            public static class Registry { public static object GetValue(string name) => null; }
            public class RegistryKey { public void Flush() { } }
        }

        namespace Grpc.Core
        {
            public abstract class CallInvoker { public abstract object BlockingUnaryCall(object request); }
            public abstract class ClientBase { }
            public abstract class ClientBase<T> : ClientBase { }
        }

        namespace Shipping { public class ShippingClient : Grpc.Core.ClientBase<ShippingClient> { public object Ship(object request) => null; } }

        namespace RabbitMQ.Client
        {
            public interface IConnectionFactory { object CreateConnection(); }
            public class ConnectionFactory : IConnectionFactory { public string HostName { get; set; } public object CreateConnection() => null; }
        }

        namespace Microsoft.Extensions.Internal { public interface ISystemClock { DateTimeOffset UtcNow { get; } } public static class Switches { public static bool IsOn { get; set; } } }
        namespace Microsoft.AspNetCore.Authentication { public interface ISystemClock { DateTimeOffset UtcNow { get; } } }

        namespace Microsoft.Extensions.Caching.Distributed
        {
            public interface IDistributedCache { byte[] Get(string key); }
            public static class DistributedCacheExtensions { public static string GetString(this IDistributedCache cache, string key) => null; }
        }

        namespace Microsoft.Extensions.Caching.Memory
        {
            public interface IMemoryCache { void Remove(object key); }
            public static class CacheExtensions { public static object Get(this IMemoryCache cache, object key) => null; }
        }

        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContext { public int SaveChanges() => 0; }
            public class DbSet<T> { public void Add(T item) { } }
            public static class EntityFrameworkQueryableExtensions { public static Task<int> CountAsync<T>(System.Linq.IQueryable<T> items) => null; }
            public static class RelationalDatabaseFacadeExtensions { public static int ExecuteSqlRaw(Infrastructure.DatabaseFacade database, string sql) => 0; }
            public interface IDbContextFactory<T> { T CreateDbContext(); }
        }

        namespace Microsoft.EntityFrameworkCore.Infrastructure { public class DatabaseFacade { public bool EnsureCreated() => true; } }

        namespace NodaTime
        {
            public struct Instant { }
            public interface IClock { Instant GetCurrentInstant(); }
            public static class Clocks { public static readonly Task Ticking = null; public static Task Ticked => null; }
            public static class Zones { public static string Current { get; set; } }
            public class SlowTime : TimeProvider
            {
                public override DateTimeOffset GetUtcNow() => default;
                public override TimeZoneInfo LocalTimeZone => null;
            }

            public sealed class SystemClock { public Instant GetCurrentInstant() => default; public static SystemClock Instance => null; }
        }

        namespace NUlid { public struct Ulid { public static Ulid NewUlid() => default; } }
        namespace MassTransit { public static class NewId { public static object Next() => null; public static Guid NextGuid() => default; public static Guid NextSequentialGuid() => default; } }

        namespace Serilog
        {
            public static class Log { public static void Information(string text) { } }
            public interface ILogger { void Information(string text); }
        }

        namespace log4net
        {
            public interface ILog { void Info(object text); }
            public static class LogManager { public static object GetLogger(string name) => null; }
        }
        """;

    // A library that says of itself what its members do; lines that are none, or name no rule, are left aside.
    private const string Checked = """
        using System;
        using System.Threading.Tasks;

        [assembly: Durable.Generated.DeterminismSummary("M:Noted.Read\tDUR0001\t, which reads DateTime.Now\nM:Noted.Read\tDUR0010\t → File.Delete, which calls File.Delete\nP:Noted.Count\tDUR0004\t, which calls Thread.Sleep\nM:Noted.Plain\tDUR9999\t, which does nothing\nM:Noted.Plain\tDUR0001\n")]

        public class Noted
        {
            public static DateTime Read() => default;
            public static int Plain() => 1;
            public static Task WaitAsync() => Task.CompletedTask;
            public int Count { get; set; }
        }

        public interface INoted { Task SendAsync(); Task<int> Sent { get; } }
        """;

    public static MetadataReference CompileChecked(IEnumerable<MetadataReference> withRuntime) => Emit("Checked", [Checked], withRuntime);

    public static MetadataReference Compile(IEnumerable<MetadataReference> framework)
    {
        var clients = string.Concat(s_namespaces.Select(static space => $"namespace {space} {{ {Client} }}\n"));
        return Emit("Libraries", [Types, clients], framework);
    }

    private static PortableExecutableReference Emit(string name, string[] sources, IEnumerable<MetadataReference> references)
    {
        using var image = new MemoryStream();
        var result = CSharpCompilation.Create(
            name, sources.Select(static source => CSharpSyntaxTree.ParseText(source)), references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
