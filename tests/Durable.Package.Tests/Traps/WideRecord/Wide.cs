using Durable;

namespace Shop;

public enum Kind
{
    One,
}

public sealed record Wide(
    string? Member1,
    decimal Member2,
    DateTimeOffset Member3,
    Guid? Member4,
    bool Member5,
    Kind Member6,
    List<int> Member7,
    string[]? Member8,
    double Member9,
    int Member10,
    string? Member11,
    decimal Member12,
    DateTimeOffset Member13,
    Guid? Member14,
    bool Member15,
    Kind Member16,
    List<int> Member17,
    string[]? Member18,
    double Member19,
    int Member20,
    string? Member21,
    decimal Member22,
    DateTimeOffset Member23,
    Guid? Member24,
    bool Member25,
    Kind Member26,
    List<int> Member27,
    string[]? Member28,
    double Member29,
    int Member30,
    string? Member31,
    decimal Member32,
    DateTimeOffset Member33,
    Guid? Member34,
    bool Member35,
    Kind Member36,
    List<int> Member37,
    string[]? Member38,
    double Member39,
    int Member40);

public struct WideStruct
{
    public string? Member1 { get; set; }

    public decimal Member2 { get; set; }

    public DateTimeOffset Member3 { get; set; }

    public Guid? Member4 { get; set; }

    public bool Member5 { get; set; }

    public Kind Member6 { get; set; }

    public List<int> Member7 { get; set; }

    public string[]? Member8 { get; set; }

    public double Member9 { get; set; }

    public int Member10 { get; set; }

    public string? Member11 { get; set; }

    public decimal Member12 { get; set; }

    public DateTimeOffset Member13 { get; set; }

    public Guid? Member14 { get; set; }

    public bool Member15 { get; set; }

    public Kind Member16 { get; set; }

    public List<int> Member17 { get; set; }

    public string[]? Member18 { get; set; }

    public double Member19 { get; set; }

    public int Member20 { get; set; }

    public string? Member21 { get; set; }

    public decimal Member22 { get; set; }

    public DateTimeOffset Member23 { get; set; }

    public Guid? Member24 { get; set; }

    public bool Member25 { get; set; }

    public Kind Member26 { get; set; }

    public List<int> Member27 { get; set; }

    public string[]? Member28 { get; set; }

    public double Member29 { get; set; }

    public int Member30 { get; set; }

    public string? Member31 { get; set; }

    public decimal Member32 { get; set; }

    public DateTimeOffset Member33 { get; set; }

    public Guid? Member34 { get; set; }

    public bool Member35 { get; set; }

    public Kind Member36 { get; set; }

    public List<int> Member37 { get; set; }

    public string[]? Member38 { get; set; }

    public double Member39 { get; set; }

    public int Member40 { get; set; }
}

[Workflow]
public partial class WideWorkflow
{
    public async Task<string?> RunAsync(WorkflowContext ctx, Wide wide) => (await EchoAsync(wide, new WideStruct { Member7 = [4] })).Member1;

    [Step]
    protected virtual Task<Wide> EchoAsync(Wide wide, WideStruct other) => Task.FromResult(wide with { Member1 = wide.Member1 + other.Member7[0] });
}
