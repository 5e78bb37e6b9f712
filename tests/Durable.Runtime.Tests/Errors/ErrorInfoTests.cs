using Durable.Tests.Harness;

namespace Durable.Tests.Errors;

[Proves("B-JRN-5"), Proves("B-STEP-6")]
public sealed class ErrorInfoTests
{
    [Fact]
    public void From_EndlessCauses_FollowsTen()
    {
        var exception = new InvalidOperationException("0");
        for (var i = 1; i < 500; i++)
        {
            exception = new InvalidOperationException($"{i}", exception);
        }

        var depth = 0;
        for (var error = ErrorInfo.From(exception); error is not null; error = error.Cause)
        {
            depth++;
        }

        Assert.Equal(1 + ErrorInfo.MostCauses, depth);
    }

    [Fact]
    public void From_LongMessage_IsCutBetweenCharactersAndSaysSo()
    {
        var message = new string('x', ErrorInfo.LongestMessage - 1) + "\U0001F600" + new string('y', 1000);

        var error = ErrorInfo.From(new InvalidOperationException(message));

        Assert.Equal(new string('x', ErrorInfo.LongestMessage - 1) + "... (1,002 more characters)", error.Message);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    public void From_NoMessage_IsEmptyWithAKind(string? message, string expected) =>
        Assert.Equal(new ErrorInfo(ErrorInfo.Exception, expected), ErrorInfo.From(new Odd(() => message!)));

    [Fact]
    public void From_MessageThatThrows_IsAFailureAllTheSame() =>
        Assert.Equal(
            new ErrorInfo(ErrorInfo.Exception, "The exception's own message could not be read."),
            ErrorInfo.From(new Odd(() => throw new InvalidOperationException())));

    [Fact]
    public void From_OwnAndForeignExceptions_HaveTheirKinds()
    {
        Assert.Equal(new ErrorInfo("card", "no"), ErrorInfo.From(new NonRetryableException("no", "card")));
        Assert.Equal(new ErrorInfo(DurableErrorCodes.PayloadTooLarge, "big"), ErrorInfo.From(new DurableException(DurableErrorCodes.PayloadTooLarge, "big")));
        Assert.Equal(ErrorInfo.Cancelled, ErrorInfo.From(new TaskCanceledException()).Kind);
        Assert.Equal(new ErrorInfo(ErrorInfo.Exception, "only"), ErrorInfo.From(new AggregateException(new InvalidOperationException("only"))));
    }

    [Fact]
    public async Task Step_ThrowsTheOddest_FailsAndNothingHangs()
    {
        var chain = new InvalidOperationException("0");
        for (var i = 1; i < 300; i++)
        {
            chain = new InvalidOperationException($"{i}", chain);
        }

        var oddities = new Exception[] { new Odd(() => throw new InvalidOperationException()), new InvalidOperationException("half \uD83D"), chain };
        var script = new Script
        {
            Body = async (ctx, w, _) =>
            {
                var seen = "";
                for (var i = 0; i < oddities.Length; i++)
                {
                    seen += $"{await TaskOutcome.Of(w.OnceAsync($"{i}"))}|";
                }

                await ctx.SleepAsync(TimeSpan.FromMinutes(1));
                return seen;
            },
            Step = (a, _) => throw oddities[int.Parse(a, System.Globalization.CultureInfo.InvariantCulture)],
        };
        await using var engine = await Engine.StartAsync(script, kind: StoreKind.Files);
        await engine.StartRunAsync();
        await engine.WakeAsync();

        Assert.Equal(
            "failed: The exception's own message could not be read.|failed: half \uFFFD|failed: 299|",
            await engine.Run.ResultAsync(engine.Patience));
    }

    private sealed class Odd(Func<string> message) : Exception
    {
        public override string Message => message();
    }
}
