namespace Durable.Analyzers.Determinism;

internal static partial class KnownMemberTable // what asks or changes the world outside: files, network, processes, databases, the machine
{
    private const string InputOutput = """
        T:System.IO.File T:System.IO.Directory T:System.IO.FileSystemInfo T:System.IO.DriveInfo
        T:System.IO.FileStream T:System.IO.FileSystemWatcher T:System.IO.RandomAccess M:System.IO.Path.Exists
        M:System.IO.StreamReader.#ctor(System.String) M:System.IO.StreamReader.#ctor(System.String,System.Boolean)
        M:System.IO.StreamReader.#ctor(System.String,System.Text.Encoding) M:System.IO.StreamReader.#ctor(System.String,System.Text.Encoding,System.Boolean)
        M:System.IO.StreamReader.#ctor(System.String,System.Text.Encoding,System.Boolean,System.Int32)
        M:System.IO.StreamReader.#ctor(System.String,System.IO.FileStreamOptions)
        M:System.IO.StreamReader.#ctor(System.String,System.Text.Encoding,System.Boolean,System.IO.FileStreamOptions)
        M:System.IO.StreamWriter.#ctor(System.String) M:System.IO.StreamWriter.#ctor(System.String,System.Boolean)
        M:System.IO.StreamWriter.#ctor(System.String,System.Boolean,System.Text.Encoding)
        M:System.IO.StreamWriter.#ctor(System.String,System.Boolean,System.Text.Encoding,System.Int32)
        M:System.IO.StreamWriter.#ctor(System.String,System.IO.FileStreamOptions)
        M:System.IO.StreamWriter.#ctor(System.String,System.Text.Encoding,System.IO.FileStreamOptions)
        T:System.IO.Pipes.PipeStream T:System.IO.IsolatedStorage.IsolatedStorage T:System.IO.Ports.SerialPort
        T:System.IO.MemoryMappedFiles.MemoryMappedFile T:System.IO.MemoryMappedFiles.MemoryMappedViewAccessor T:System.IO.MemoryMappedFiles.MemoryMappedViewStream
        M:System.IO.Compression.ZipFile.Open M:System.IO.Compression.ZipFile.OpenRead M:System.IO.Compression.ZipFile.CreateFromDirectory
        M:System.IO.Compression.ZipFile.ExtractToDirectory
        T:System.Net.Dns T:System.Net.WebClient T:System.Net.WebRequest T:System.Net.HttpListener
        T:System.Net.Sockets.Socket T:System.Net.Sockets.TcpClient T:System.Net.Sockets.TcpListener T:System.Net.Sockets.UdpClient T:System.Net.Sockets.NetworkStream
        T:System.Net.NetworkInformation.Ping T:System.Net.NetworkInformation.NetworkInterface T:System.Net.NetworkInformation.NetworkChange
        T:System.Net.NetworkInformation.IPGlobalProperties T:System.Net.WebSockets.WebSocket T:System.Net.Mail.SmtpClient
        T:System.Net.Security.AuthenticatedStream T:System.Net.Security.NegotiateAuthentication
        T:System.Net.Quic.QuicConnection T:System.Net.Quic.QuicListener T:System.Net.Quic.QuicStream
        T:System.Net.Http.HttpMessageInvoker T:System.Net.Http.HttpMessageHandler T:System.Net.Http.IHttpClientFactory
        T:System.Net.Http.HttpClientFactoryExtensions T:System.Net.Http.Json.HttpClientJsonExtensions
        T:System.Console T:System.Diagnostics.Process T:System.Diagnostics.EventLog T:System.Diagnostics.PerformanceCounter
        T:Microsoft.Win32.Registry T:Microsoft.Win32.RegistryKey
        M:System.Environment.Exit M:System.Environment.FailFast P:System.Environment.ExitCode M:System.Environment.SetEnvironmentVariable
        """;

    private const string Databases = """
        T:System.Data.IDbConnection T:System.Data.IDbCommand T:System.Data.IDbTransaction T:System.Data.IDataReader T:System.Data.IDataAdapter
        T:System.Data.Common.DbConnection T:System.Data.Common.DbCommand T:System.Data.Common.DbTransaction T:System.Data.Common.DbBatch
        T:System.Data.Common.DbDataReader T:System.Data.Common.DbDataSource T:System.Data.Common.DbDataAdapter
        C:System.Data.SqlClient C:Microsoft.Data.SqlClient C:Microsoft.Data.Sqlite C:Npgsql C:MySqlConnector C:Oracle.ManagedDataAccess.Client
        C:Dapper C:MongoDB.Driver C:StackExchange.Redis C:Microsoft.Azure.Cosmos C:Cassandra C:Elastic.Clients.Elasticsearch C:Raven.Client.Documents
        T:Microsoft.EntityFrameworkCore.DbContext T:Microsoft.EntityFrameworkCore.DbSet`1
        T:Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions T:Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions
        T:Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade T:Microsoft.EntityFrameworkCore.IDbContextFactory`1
        T:Microsoft.Extensions.Caching.Distributed.IDistributedCache T:Microsoft.Extensions.Caching.Distributed.DistributedCacheExtensions
        T:Microsoft.Extensions.Caching.Memory.IMemoryCache T:Microsoft.Extensions.Caching.Memory.CacheExtensions
        C:RabbitMQ.Client C:Confluent.Kafka C:Azure.Messaging.ServiceBus C:Azure.Storage.Blobs C:Azure.Storage.Queues C:Amazon.S3 C:Amazon.SQS C:Amazon.DynamoDBv2
        C:Grpc.Net.Client C:Grpc.Core T:Grpc.Core.CallInvoker T:Grpc.Core.ClientBase
        M:RabbitMQ.Client.ConnectionFactory.CreateConnection M:RabbitMQ.Client.IConnectionFactory.CreateConnection
        """;

    private const string Machine = """
        P:System.Environment.MachineName P:System.Environment.UserName P:System.Environment.UserDomainName P:System.Environment.ProcessorCount
        P:System.Environment.ProcessId P:System.Environment.ProcessPath P:System.Environment.OSVersion P:System.Environment.Version
        P:System.Environment.CurrentDirectory P:System.Environment.CommandLine P:System.Environment.SystemDirectory P:System.Environment.WorkingSet
        P:System.Environment.CurrentManagedThreadId P:System.Environment.Is64BitProcess P:System.Environment.Is64BitOperatingSystem
        P:System.Environment.UserInteractive P:System.Environment.SystemPageSize P:System.Environment.IsPrivilegedProcess
        M:System.Environment.GetEnvironmentVariable M:System.Environment.GetEnvironmentVariables M:System.Environment.ExpandEnvironmentVariables
        M:System.Environment.GetCommandLineArgs M:System.Environment.GetFolderPath M:System.Environment.GetLogicalDrives
        T:System.Runtime.InteropServices.RuntimeInformation T:System.OperatingSystem
        M:System.IO.Path.GetTempPath M:System.IO.Path.GetFullPath(System.String)
        P:System.Threading.Thread.ManagedThreadId P:System.Threading.Thread.CurrentThread
        P:System.AppContext.BaseDirectory P:System.AppDomain.CurrentDomain
        T:System.GC P:Microsoft.Extensions.Hosting.IHostEnvironment.EnvironmentName
        """;

    private const string Culture = """
        P:System.Globalization.CultureInfo.CurrentCulture P:System.Globalization.CultureInfo.CurrentUICulture
        P:System.Globalization.CultureInfo.InstalledUICulture P:System.Globalization.CultureInfo.DefaultThreadCurrentCulture
        P:System.Globalization.CultureInfo.DefaultThreadCurrentUICulture
        P:System.Globalization.NumberFormatInfo.CurrentInfo P:System.Globalization.DateTimeFormatInfo.CurrentInfo
        P:System.Globalization.RegionInfo.CurrentRegion
        P:System.StringComparer.CurrentCulture P:System.StringComparer.CurrentCultureIgnoreCase
        F:System.StringComparison.CurrentCulture F:System.StringComparison.CurrentCultureIgnoreCase
        M:System.String.ToUpper() M:System.String.ToLower() M:System.String.CompareTo
        M:System.String.Compare(System.String,System.String) M:System.String.Compare(System.String,System.String,System.Boolean)
        M:System.String.StartsWith(System.String) M:System.String.EndsWith(System.String)
        M:System.String.IndexOf(System.String) M:System.String.IndexOf(System.String,System.Int32) M:System.String.IndexOf(System.String,System.Int32,System.Int32)
        M:System.String.LastIndexOf(System.String) M:System.String.LastIndexOf(System.String,System.Int32) M:System.String.LastIndexOf(System.String,System.Int32,System.Int32)
        M:System.Text.StringBuilder.Append(System.Double) M:System.Text.StringBuilder.Append(System.Single) M:System.Text.StringBuilder.Append(System.Decimal)
        M:System.DateTime.ToUniversalTime
        M:System.Char.ToUpper(System.Char) M:System.Char.ToLower(System.Char)
        P:System.TimeZoneInfo.Local P:System.TimeZone.CurrentTimeZone P:System.TimeProvider.LocalTimeZone
        M:System.DateTime.ToLocalTime P:System.DateTimeOffset.LocalDateTime M:System.DateTimeOffset.ToLocalTime
        M:System.DateTime.ToString() M:System.DateTime.ToShortDateString M:System.DateTime.ToLongDateString
        M:System.DateTime.ToShortTimeString M:System.DateTime.ToLongTimeString M:System.DateTime.GetDateTimeFormats()
        M:System.DateTime.Parse(System.String) M:System.DateTime.TryParse(System.String,System.DateTime@)
        M:System.DateTimeOffset.ToString() M:System.DateTimeOffset.Parse(System.String) M:System.DateTimeOffset.TryParse(System.String,System.DateTimeOffset@)
        M:System.DateOnly.ToString() M:System.DateOnly.ToLongDateString M:System.DateOnly.ToShortDateString
        M:System.DateOnly.Parse(System.String) M:System.DateOnly.TryParse(System.String,System.DateOnly@)
        M:System.TimeOnly.ToString() M:System.TimeOnly.ToLongTimeString M:System.TimeOnly.ToShortTimeString
        M:System.TimeOnly.Parse(System.String) M:System.TimeOnly.TryParse(System.String,System.TimeOnly@)
        M:System.Double.ToString() M:System.Double.Parse(System.String) M:System.Double.TryParse(System.String,System.Double@)
        M:System.Single.ToString() M:System.Single.Parse(System.String) M:System.Single.TryParse(System.String,System.Single@)
        M:System.Decimal.ToString() M:System.Decimal.Parse(System.String) M:System.Decimal.TryParse(System.String,System.Decimal@)
        M:System.Double.Parse(System.String,System.Globalization.NumberStyles) M:System.Double.TryParse(System.ReadOnlySpan{System.Char},System.Double@)
        M:System.Single.Parse(System.String,System.Globalization.NumberStyles) M:System.Single.TryParse(System.ReadOnlySpan{System.Char},System.Single@)
        M:System.Decimal.Parse(System.String,System.Globalization.NumberStyles) M:System.Decimal.TryParse(System.ReadOnlySpan{System.Char},System.Decimal@)
        M:System.TimeSpan.Parse(System.String) M:System.TimeSpan.TryParse(System.String,System.TimeSpan@)
        M:System.Convert.ToDouble(System.String) M:System.Convert.ToSingle(System.String) M:System.Convert.ToDecimal(System.String)
        M:System.Convert.ToDateTime(System.String) M:System.Convert.ToString(System.Double) M:System.Convert.ToString(System.Single)
        M:System.Convert.ToString(System.Decimal) M:System.Convert.ToString(System.DateTime)
        """;

    private const string Loggers = """
        M:System.Diagnostics.Debug.Write M:System.Diagnostics.Debug.WriteLine M:System.Diagnostics.Debug.WriteIf M:System.Diagnostics.Debug.WriteLineIf
        M:System.Diagnostics.Debug.Print T:Serilog.Log T:Serilog.ILogger N:NLog T:log4net.ILog T:log4net.LogManager T:System.Diagnostics.Trace T:System.Diagnostics.TraceSource
        M:Microsoft.Extensions.Logging.ILoggerFactory.CreateLogger M:Microsoft.Extensions.Logging.LoggerFactoryExtensions.CreateLogger
        """;

    private const string Reflection = """
        T:System.Activator M:System.Reflection.MethodBase.Invoke M:System.Reflection.ConstructorInfo.Invoke M:System.Delegate.DynamicInvoke
        M:System.Reflection.PropertyInfo.GetValue M:System.Reflection.PropertyInfo.SetValue
        M:System.Reflection.FieldInfo.GetValue M:System.Reflection.FieldInfo.SetValue M:System.Type.InvokeMember
        """;
}
