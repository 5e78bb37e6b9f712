using System.CommandLine;
using Durable;
using OrderSaga;
using OrderSaga.Orders;
using OrderSaga.Reporting;
using OrderSaga.Running;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    // Plain text for files and pipes, whatever the environment says about terminals.
    AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
}

var data = new Option<DirectoryInfo>("--data")
{
    Description = "Where the runs and the services' ledger are kept.",
    DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Path.GetTempPath(), "durable-order-saga")),
    Recursive = true,
};
var orders = new Option<FileInfo>("--orders")
{
    Description = "The orders, as JSON.",
    DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "orders.json")),
    Recursive = true,
};

var run = new Command("run", "Fulfils the orders, then reports. Kill it at any time and run it again: it goes on where it was.");
run.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetRequiredValue(data), arguments.GetRequiredValue(orders), cancellationToken));
var report = new Command("report", "Compares the journal with the services' ledger.");
report.SetAction((arguments, cancellationToken) => ReportAsync(arguments.GetRequiredValue(data), arguments.GetRequiredValue(orders), cancellationToken));

var root = new RootCommand("Fifty orders, each a durable workflow.") { run, report, data, orders };
root.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetRequiredValue(data), arguments.GetRequiredValue(orders), cancellationToken));

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is UserErrorException or DurableException)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped. Run it again to go on.");
    return 130;
}

static async Task<int> RunAsync(DirectoryInfo data, FileInfo orders, CancellationToken cancellationToken)
{
    var book = OrderBook.Load(orders);
    await using var shop = await Shop.OpenAsync(data, book, cancellationToken);
    await OrderRunner.RunAsync(shop, book, cancellationToken);
    return await PrintAsync(shop, book, cancellationToken);
}

static async Task<int> ReportAsync(DirectoryInfo data, FileInfo orders, CancellationToken cancellationToken)
{
    var book = OrderBook.Load(orders);
    await using var shop = await Shop.OpenToReadAsync(data, book, cancellationToken);
    return await PrintAsync(shop, book, cancellationToken);
}

static async Task<int> PrintAsync(Shop shop, OrderBook book, CancellationToken cancellationToken)
{
    var reports = await shop.AuditAsync(book, cancellationToken);
    return ReportPrinter.Print(reports, shop.Processes().Count, shop.LedgerPath) ? 0 : 1;
}
