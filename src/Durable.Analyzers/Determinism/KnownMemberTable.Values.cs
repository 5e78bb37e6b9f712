namespace Durable.Analyzers.Determinism;

internal static partial class KnownMemberTable // values that differ each time: clocks, ids, chance, timers
{
    private const string Clock = """
        P:System.DateTime.Now P:System.DateTime.UtcNow P:System.DateTime.Today
        P:System.DateTimeOffset.Now P:System.DateTimeOffset.UtcNow
        M:System.TimeProvider.GetUtcNow M:System.TimeProvider.GetLocalNow M:System.TimeProvider.GetTimestamp
        M:System.TimeProvider.GetElapsedTime(System.Int64)
        T:System.Diagnostics.Stopwatch
        P:System.Environment.TickCount P:System.Environment.TickCount64 P:System.Environment.CpuUsage
        P:Microsoft.Extensions.Internal.ISystemClock.UtcNow P:Microsoft.AspNetCore.Authentication.ISystemClock.UtcNow
        M:NodaTime.IClock.GetCurrentInstant M:NodaTime.SystemClock.GetCurrentInstant
        """;

    private const string NewId = """
        M:System.Guid.NewGuid M:System.Guid.CreateVersion7
        M:System.Ulid.NewUlid M:NUlid.Ulid.NewUlid M:MassTransit.NewId.Next M:MassTransit.NewId.NextGuid M:MassTransit.NewId.NextSequentialGuid
        """;

    private const string Chance = """
        M:System.Random.#ctor() P:System.Random.Shared
        T:System.Security.Cryptography.RandomNumberGenerator
        M:System.Security.Cryptography.SymmetricAlgorithm.GenerateKey M:System.Security.Cryptography.SymmetricAlgorithm.GenerateIV
        M:System.Security.Cryptography.RSA.Create(System.Int32) M:System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve)
        M:System.Security.Cryptography.ECDiffieHellman.Create(System.Security.Cryptography.ECCurve)
        M:System.IO.Path.GetRandomFileName M:System.IO.Path.GetTempFileName M:System.IO.Directory.CreateTempSubdirectory
        M:System.Linq.Enumerable.Shuffle
        """;

    private const string Timer = """
        M:System.Threading.Tasks.Task.Delay M:System.Threading.Thread.Sleep
        T:System.Threading.Timer T:System.Threading.PeriodicTimer T:System.Threading.ITimer T:System.Timers.Timer
        M:System.TimeProvider.CreateTimer M:System.Threading.Tasks.TimeProviderTaskExtensions.Delay
        M:System.Threading.Tasks.TimeProviderTaskExtensions.WaitAsync M:System.Threading.Tasks.TimeProviderTaskExtensions.CreateCancellationTokenSource
        M:System.Threading.CancellationTokenSource.#ctor(System.TimeSpan) M:System.Threading.CancellationTokenSource.#ctor(System.Int32)
        M:System.Threading.CancellationTokenSource.#ctor(System.TimeSpan,System.TimeProvider)
        M:System.Threading.CancellationTokenSource.CancelAfter
        M:System.Threading.Tasks.Task.WaitAsync(System.TimeSpan)
        M:System.Threading.Tasks.Task.WaitAsync(System.TimeSpan,System.Threading.CancellationToken)
        M:System.Threading.Tasks.Task.WaitAsync(System.TimeSpan,System.TimeProvider)
        M:System.Threading.Tasks.Task.WaitAsync(System.TimeSpan,System.TimeProvider,System.Threading.CancellationToken)
        M:System.Threading.Tasks.Task`1.WaitAsync(System.TimeSpan)
        M:System.Threading.Tasks.Task`1.WaitAsync(System.TimeSpan,System.Threading.CancellationToken)
        M:System.Threading.Tasks.Task`1.WaitAsync(System.TimeSpan,System.TimeProvider)
        M:System.Threading.Tasks.Task`1.WaitAsync(System.TimeSpan,System.TimeProvider,System.Threading.CancellationToken)
        """;
}
