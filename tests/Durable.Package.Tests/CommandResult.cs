namespace Durable.Package.Tests;

/// <summary>What a finished program left behind.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, ToString());
        return this;
    }

    public override string ToString() => $"{Command}\nexit code {ExitCode}\n{Output}\n{Error}";
}
