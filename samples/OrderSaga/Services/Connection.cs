using System.Security.Cryptography;
using System.Text;

namespace OrderSaga.Services;

/// <summary>The way to a service: a few calls at a time, each of which takes a while, and now and then the first try gets lost.</summary>
internal sealed class Connection(string service, Ledger ledger) : IDisposable
{
    private const int Lanes = 4;
    private const int LostOneIn = 12;

    private static readonly TimeSpan s_fastest = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan s_slowest = TimeSpan.FromMilliseconds(180);

    private readonly SemaphoreSlim _lanes = new(Lanes);

    /// <summary>Makes a call and notes it in the ledger.</summary>
    /// <exception cref="TimeoutException">The service was busy; another attempt may succeed.</exception>
    public async Task<LedgerEntry> CallAsync(LedgerEntry call, Request request, Func<IReadOnlyCollection<LedgerEntry>, string?> objection)
    {
        var chance = Chance(request.IdempotencyKey);
        await _lanes.WaitAsync(request.CancellationToken);
        try
        {
            await Task.Delay(s_fastest + ((s_slowest - s_fastest) * chance), request.CancellationToken);
            if (request.Attempt == 1 && chance < 1.0 / LostOneIn)
            {
                ledger.Post(call, _ => "busy");
                throw new TimeoutException($"The {service} service is busy.");
            }

            return ledger.Post(call with { At = DateTimeOffset.UtcNow }, objection);
        }
        finally
        {
            _lanes.Release();
        }
    }

    public void Dispose() => _lanes.Dispose();

    // The same for the same call in every process, so that a demonstration can be repeated.
    private static double Chance(string key) => BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(key))) / (double)uint.MaxValue;
}
