namespace Durable.Tests.Handlers;

/// <summary>A cart: signals change it, queries read it, updates change it and answer.</summary>
[Workflow("cart")]
internal partial class CartWorkflow(CartProbe probe)
{
    public static readonly Signal<string> Note = new("note");
    public static readonly Signal<int> Fee = new("fee");
    public static readonly Signal<string> Close = new("close");

    private readonly List<string> _notes = [];
    private readonly List<string> _items = [];
    private int _fees;

    public async Task<string> RunAsync(WorkflowContext ctx, int limit)
    {
        _notes.Add($"limit {limit}");
        await ctx.SleepAsync(TimeSpan.FromMinutes(1));
        var how = await ctx.WaitForSignalAsync(Close);
        return $"{how}: {string.Join(",", _items)} + {_fees} [{string.Join(",", _notes)}]";
    }

    [SignalHandler(nameof(Note))]
    private void OnNote(string note)
    {
        if (note == "throw")
        {
            throw new InvalidOperationException("a bad note");
        }

        _notes.Add(note);
    }

    [SignalHandler(nameof(Fee))]
    private async Task OnFeeAsync(WorkflowContext ctx, int fee)
    {
        await using (await ctx.LockAsync("fees"))
        {
            var before = _fees;
            _fees = before + await PriceAsync(fee);
        }
    }

    [Query]
    public int Count() => _items.Count;

    [Query("notes")]
    public IReadOnlyList<string> NotesFrom(WorkflowContext ctx, int first) => [ctx.RunId, .. _notes.Skip(first)];

    [Query]
    public string Meddle(WorkflowContext ctx)
    {
#pragma warning disable DUR0020 // What a query must not do: the test is about how it is refused.
        _ = ctx.SleepAsync(TimeSpan.Zero);
#pragma warning restore DUR0020
        return $"never {_fees}";
    }

    [Query]
    public string Call()
    {
#pragma warning disable DUR0020 // The same, with a step.
        _ = PriceAsync(1);
#pragma warning restore DUR0020
        return "never";
    }

    [Update(Validator = nameof(CheckAdd))]
    public async Task<int> AddAsync(string item, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _items.Add(item + await PriceAsync(i));
        }

        return _items.Count;
    }

    private string? CheckAdd(string item, int times) =>
        times > 3 ? "too many" : _items.Contains(item + "0") ? $"{item} is there already" : null;

    [Update]
    public Task ClearAsync()
    {
        _items.Clear();
        return Task.CompletedTask;
    }

    [Update(Validator = nameof(CheckFail))]
    public Task FailAsync(string how) => throw new InvalidOperationException($"failed {how}");

    private static void CheckFail(string how)
    {
        if (how == "early")
        {
            throw new ArgumentException("refused early");
        }
    }

    [Update]
    public async Task<string> WaitAsync(WorkflowContext ctx, int minutes)
    {
        await ctx.SleepAsync(TimeSpan.FromMinutes(minutes));
        return $"waited {_items.Count}";
    }

    [Update]
    public async Task WaitForNoteAsync(WorkflowContext ctx)
    {
        var note = Note;
#pragma warning disable DUR1014 // what the runtime does where the rule is switched off
        _notes.Add(await ctx.WaitForSignalAsync(note));
#pragma warning restore DUR1014
    }

    [Step]
    protected virtual Task<int> PriceAsync(int price) => probe.PriceAsync(price);
}
