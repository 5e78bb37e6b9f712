using System.Globalization;
using Durable;
using Spectre.Console;

namespace OrderSaga.Reporting;

/// <summary>The report on the console: a line per order, the sums, the verdict.</summary>
internal static class ReportPrinter
{
    // Narrower than this the table would break in the middle of words.
    private const int SmallestWidth = 110;

    /// <returns>Whether ledger and journal agree on everything.</returns>
    public static bool Print(IReadOnlyList<OrderReport> reports, int processes, string ledgerPath)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, SmallestWidth);
        AnsiConsole.Write(Orders(reports));
        AnsiConsole.Write(Sums(reports, processes));

        var disagreements = reports.SelectMany(report => report.Disagreements.Select(text => $"{report.OrderId}: {text}")).ToList();
        foreach (var disagreement in disagreements)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{disagreement}[/]");
        }

        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"Ledger: {ledgerPath}");
        AnsiConsole.WriteLine(disagreements.Count == 0
            ? "Ledger and journal agree: every fulfilled order was charged once, every other one nothing."
            : $"Ledger and journal DISAGREE in {disagreements.Count} places.");
        return disagreements.Count == 0;
    }

    private static Table Orders(IReadOnlyList<OrderReport> reports)
    {
        var table = NewTable("Order", "Lines", "Total", "Outcome", "Steps run", "Replayed", "Charges", "Refunds", "Why");
        foreach (var report in reports)
        {
            var colour = report.Disagreements.Count > 0 ? "red" : report.Status == RunStatus.Completed ? "green" : "yellow";
            table.AddRow(
                report.OrderId,
                Text(report.Lines),
                report.Total.ToString("0.00", CultureInfo.InvariantCulture),
                $"[{colour}]{report.Status?.ToString() ?? "missing"}[/]",
                Text(report.StepsRun),
                Text(report.StepsReplayed),
                Text(report.Charges),
                Text(report.Refunds),
                Markup.Escape(report.Why ?? ""));
        }

        return table;
    }

    private static Table Sums(IReadOnlyList<OrderReport> reports, int processes)
    {
        var table = NewTable("Sum", "Value");
        AddRow("orders", reports.Count);
        AddRow("fulfilled", reports.Count(report => report.Status == RunStatus.Completed));
        AddRow("undone", reports.Count(report => report.Status == RunStatus.Compensated));
        AddRow("processes that worked on them", processes);
        AddRow("steps run", reports.Sum(report => report.StepsRun));
        AddRow("steps replayed from the journal", reports.Sum(report => report.StepsReplayed));
        AddRow("calls repeated after a kill", reports.Sum(report => report.CallsRepeated));
        AddRow("charges", reports.Sum(report => report.Charges));
        AddRow("refunds", reports.Sum(report => report.Refunds));
        AddRow("most charges of one order", reports.Max(report => report.Charges));
        return table;

        void AddRow(string name, int value) => table.AddRow(name, Text(value));
    }

    private static Table NewTable(params string[] columns)
    {
        var table = new Table().Border(Console.IsOutputRedirected ? TableBorder.Ascii : TableBorder.Rounded);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        return table;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
