using Spectre.Console;

namespace OrderSaga.Running;

/// <summary>Shows progress until the work is done: a live bar on a terminal, a plain line per change elsewhere.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    public static Task ShowAsync(RunProgress progress, Task work) =>
        Console.IsOutputRedirected ? WriteLinesAsync(progress, work) : ShowBarAsync(progress, work);

    private static async Task WriteLinesAsync(RunProgress progress, Task work)
    {
        var last = "";
        do
        {
            await Task.WhenAny(work, Task.Delay(s_interval));
            if (progress.ToString() is var line && line != last)
            {
                Console.WriteLine(line);
                last = line;
            }
        }
        while (!work.IsCompleted);

        await work;
    }

    private static Task ShowBarAsync(RunProgress progress, Task work) =>
        AnsiConsole.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var bar = context.AddTask(progress.ToString(), maxValue: progress.Orders);
                do
                {
                    await Task.WhenAny(work, Task.Delay(s_interval));
                    bar.Description = progress.ToString();
                    bar.Value = progress.Finished;
                }
                while (!work.IsCompleted);

                await work;
            });
}
