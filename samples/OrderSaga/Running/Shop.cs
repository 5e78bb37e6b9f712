using Durable;
using Microsoft.Extensions.DependencyInjection;
using OrderSaga.Orders;
using OrderSaga.Reporting;
using OrderSaga.Services;

namespace OrderSaga.Running;

/// <summary>Everything that lives in one data directory: the runs, the services' ledger, and who worked on them when.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private const string NobodysQueue = "report-only";

    private readonly string _directory;
    private readonly DurableHost _host;

    private Shop(string directory, DurableHost host)
    {
        _directory = directory;
        _host = host;
    }

    public DurableClient Client => _host.Client;

    public OrderWorkflow.Client Orders => _host.Services.GetRequiredService<OrderWorkflow.Client>();

    public Ledger Ledger => _host.Services.GetRequiredService<Ledger>();

    public string LedgerPath => Path.Combine(_directory, "ledger.jsonl");

    private string ProcessesPath => Path.Combine(_directory, "processes.jsonl");

    /// <summary>Opens the shop and goes on with whatever a killed process left unfinished.</summary>
    public static async Task<Shop> OpenAsync(DirectoryInfo data, OrderBook book, CancellationToken cancellationToken)
    {
        data.Create();
        var start = new ProcessStart(DateTimeOffset.UtcNow, Environment.ProcessId);
        var shop = await OpenAsync(data, book, _ => { }, cancellationToken);
        shop.Note(start);
        return shop;
    }

    /// <summary>Opens the shop to look at it: no run goes on.</summary>
    public static Task<Shop> OpenToReadAsync(DirectoryInfo data, OrderBook book, CancellationToken cancellationToken) =>
        data.Exists
            ? OpenAsync(data, book, options => options.Queues = [NobodysQueue], cancellationToken)
            : throw new UserErrorException($"There is no directory '{data}' to report on; use 'run' first.");

    public Task<IReadOnlyList<OrderReport>> AuditAsync(OrderBook book, CancellationToken cancellationToken) =>
        new Audit(Client, Ledger.Read(LedgerPath), Processes()).CheckAsync(book, cancellationToken);

    public IReadOnlyList<ProcessStart> Processes() => JsonLinesFile<ProcessStart>.Read(ProcessesPath, SampleJsonContext.Default.ProcessStart);

    private void Note(ProcessStart start)
    {
        using var processes = new JsonLinesFile<ProcessStart>(ProcessesPath, SampleJsonContext.Default.ProcessStart);
        processes.Append(start);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static async Task<Shop> OpenAsync(
        DirectoryInfo data, OrderBook book, Action<WorkerOptions> configure, CancellationToken cancellationToken)
    {
        var host = await DurableHost.StartAsync(
            durable =>
            {
                durable.AddWorkflows().UseFileStore(Path.Combine(data.FullName, "runs")).ConfigureWorker(configure);
                durable.Services
                    .AddSingleton(_ => new Ledger(Path.Combine(data.FullName, "ledger.jsonl")))
                    .AddSingleton(services => new Payments(services.GetRequiredService<Ledger>()))
                    .AddSingleton(services => new Warehouse(services.GetRequiredService<Ledger>(), book.Stock))
                    .AddSingleton(services => new Shipping(services.GetRequiredService<Ledger>()));
            },
            cancellationToken);
        return new Shop(data.FullName, host);
    }
}
