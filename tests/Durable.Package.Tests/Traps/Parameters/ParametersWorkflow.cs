using Durable;

namespace Shop;

public enum Size
{
    Small = 1,
    Large,
}

[Workflow]
public partial class ParametersWorkflow
{
    public async Task<string> RunAsync(WorkflowContext ctx, (int Count, string? Name)[]? input)
    {
        var sum = await SumAsync();
        sum += await SumAsync(1, 2, 3);
        sum += await SumAsync(start: 10, scale: null);
        var pair = await PairAsync((sum, "x"), null);
        return $"{pair.Total} {pair.Text.Name} {await TextAsync(null, [.. (input ?? []).Select(static item => item.Name)])}";
    }

    [Step]
    protected virtual Task<int> SumAsync(int start = 5, double? scale = 1.5, params int[] rest) => Task.FromResult(start + rest.Sum() + (scale is null ? 100 : 0));

    [Step]
    protected virtual Task<(int Total, (string Name, Size? Size) Text)> PairAsync(
        (int Left, string Right) pair, (Guid Id, int[]? Items)? maybe, Size size = Size.Large, decimal price = 1.5m, DateTime at = default) =>
        Task.FromResult((pair.Left, (pair.Right, (Size?)size)));

    [Step]
    protected virtual Task<string?> TextAsync(string? text, List<string?>? names, Dictionary<string, int?>? counts = null, string quoted = "a\"b\\\n") =>
        Task.FromResult<string?>(string.Join(',', names ?? []) + quoted.Length);
}
