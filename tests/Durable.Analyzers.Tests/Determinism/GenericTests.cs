using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>Calls on type parameters: followed where the way to them tells what the parameter stands for.</summary>
public sealed class GenericTests
{
    private const string Clocks = """

        public interface IClock { static abstract DateTime Now(); }
        public interface IWatch { DateTime Read(); DateTime Value { get; } event Action Rang; }
        public sealed class SystemClock : IClock, IWatch
        {
            public static DateTime Now() => DateTime.Now;
            public DateTime Read() => DateTime.Now;
            public DateTime Value => DateTime.UtcNow;
            public event Action Rang { add { _ = DateTime.Now; } remove { } }
        }
        public sealed class FixedClock : IClock, IWatch
        {
            public static DateTime Now() => DateTime.UnixEpoch;
            public DateTime Read() => DateTime.UnixEpoch;
            public DateTime Value => DateTime.UnixEpoch;
            public event Action Rang { add { } remove { } }
        }
        public sealed class Stamp { public DateTime At { get; } = DateTime.Now; }
        public sealed class Empty;
        """;

    [Theory]
    [InlineData("{|DUR0001:Times.Static<SystemClock>|}()")]
    [InlineData("{|DUR0001:Times.Instance|}(new SystemClock())")]
    [InlineData("{|DUR0001:Times.Property|}(new SystemClock())")]
    [InlineData("{|DUR0001:Times.Event|}(new SystemClock())")]
    [InlineData("{|DUR0001:Times.Group|}(new SystemClock())")]
    [InlineData("{|DUR0001:Times.Through<SystemClock>|}()")]
    [InlineData("{|DUR0001:Times.InLocalFunction<SystemClock>|}()")]
    [InlineData("{|DUR0001:Times.InLambda<SystemClock>|}()")]
    [InlineData("new SystemClock().{|DUR0001:Extended|}()")]
    [InlineData("{|DUR0001:Times.Make<Stamp>|}()")]
    [InlineData("{|DUR0003:Times.Make<Random>|}()")]
    [InlineData("{|DUR0001:Times.Wrapped<SystemClock>|}()")]
    [InlineData("new Box<SystemClock>(new()).{|DUR0001:Read|}()")]
    [InlineData("{|DUR0001:Box<SystemClock>.Today|}")]
    [InlineData("new Box<SystemClock>.Inner().{|DUR0001:Read|}()")]
    [InlineData("new OfClock().{|DUR0001:Read|}()")]
    [InlineData("{|DUR0001:Times.Virtual|}(new LateClock())")]
    [InlineData("{|DUR0001:Times.Sum|}(new Money(), new Money())")]
    [InlineData("{|DUR0001:Times.Parse<Money>|}()")]
    [InlineData("{|DUR0001:Times.Nested<SystemClock>|}()")]
    [InlineData("{|DUR0001:Times.Negate|}(new Money())")]
    [InlineData("{|DUR0001:Times.Next|}(new Money())")]
    [InlineData("{|DUR0001:Times.Add|}(new Money(), new Money())")]
    [InlineData("{|DUR0001:Times.Convert|}(new Money())")]
    [InlineData("{|DUR0001:Times.At|}(new LateClock())")]
    [InlineData("{|DUR0001:Times.Read<Reader>|}()")]
    public Task CallOnATypeParameter_ThatStandsForWhatBreaksARule_Reports(string expression) => Verify.ReportsAsync(With(expression), Helpers);

    [Theory]
    [InlineData("Times.Static<FixedClock>()")]
    [InlineData("Times.Instance(new FixedClock())")]
    [InlineData("Times.Property(new FixedClock())")]
    [InlineData("Times.Event(new FixedClock())")]
    [InlineData("Times.Group(new FixedClock())")]
    [InlineData("Times.Through<FixedClock>()")]
    [InlineData("Times.InLocalFunction<FixedClock>()")]
    [InlineData("Times.InLambda<FixedClock>()")]
    [InlineData("new FixedClock().Extended()")]
    [InlineData("Times.Make<Empty>()")]
    [InlineData("Times.Make<System.Text.StringBuilder>()")]
    [InlineData("Times.Wrapped<FixedClock>()")]
    [InlineData("new Box<FixedClock>(new()).Read()")]
    [InlineData("Box<FixedClock>.Today")]
    [InlineData("Times.Virtual(new EarlyClock())")]
    [InlineData("Times.Sum(1, 2) + Times.Parse<int>()")]
    [InlineData("Times.Deeper<FixedClock>(5)")]
    [InlineData("Times.Named<SystemClock>()")]
    public Task CallOnATypeParameter_ThatStandsForWhatIsFine_DoesNotReport(string expression) => Verify.ReportsAsync(With(expression), Helpers);

    [Fact]
    public Task CallOnATypeParameter_OfTheWorkflowsBase_Reports() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class {|DUR0001:OrderWorkflow|} : Template<SystemClock>;

        [Workflow]
        public partial class BillWorkflow : Template<FixedClock>;
        """,
        """
        public abstract class Template<TClock> where TClock : IClock
        {
            public async Task RunAsync(WorkflowContext ctx) => await ctx.CheckpointAsync(TClock.Now());
        }
        """ + Clocks);

    [Fact]
    public Task CallOnATypeParameter_InTheClass_ReportsAtTheCall() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult((Now<SystemClock>(), Other<FixedClock>()));
            private static DateTime Now<T>() where T : IClock => {|DUR0001:T.Now|}();
            private static DateTime Other<T>() where T : IClock => T.Now();
        }
        """ + Clocks);

    [Fact]
    public Task Awaits_OfATypeParametersMember_AreThoseOfWhatItStandsFor() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await SendAsync(ctx, new Sleeping());
                await {|DUR0004:Mail.SendAsync|}(ctx, new Waiting());
                await {|DUR0009:Mail.SendAsync<ISender>|}(ctx, new Sleeping());
            }

            private static Task SendAsync<T>(WorkflowContext ctx, T sender) where T : ISender => sender.SendAsync(ctx);
        }
        """,
        """
        public interface ISender { Task SendAsync(WorkflowContext ctx); }
        public sealed class Sleeping : ISender { public Task SendAsync(WorkflowContext ctx) => ctx.SleepAsync(TimeSpan.FromDays(1)); }
        public sealed class Waiting : ISender { public Task SendAsync(WorkflowContext ctx) => Task.Delay(5); }
        public static class Mail { public static async Task SendAsync<T>(WorkflowContext ctx, T sender) where T : ISender => await sender.SendAsync(ctx); }
        """);

    [Fact]
    public Task GenericCodeThatCallsItselfWithLargerTypes_Ends() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(({|DUR0001:Grow<SystemClock>|}(9), Grow<FixedClock>(9)));
        }
        """.Replace("Grow<", "Growth.Grow<", StringComparison.Ordinal),
        """
        public static class Growth
        {
            public static DateTime Grow<T>(int n) where T : IClock => n == 0 ? T.Now() : Grow<Next<T>>(n - 1);
        }

        public sealed class Next<T> : IClock where T : IClock { public static DateTime Now() => T.Now(); }
        """ + Clocks);

    [Fact]
    public Task StrictLevel_KnowsWhatATypeParameterStandsFor() => Verify.ReportsWithAsync(
        new Config(("durable.determinism", "strict")),
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult((Times.Read(new FixedClock()), {|DUR0023:Times.Read<IWatch>|}(new FixedClock())));
        }
        """,
        "public static class Times { public static DateTime Read<T>(T watch) where T : IWatch => watch.Read(); }" + Clocks);

    private const string Helpers = """
        public static class Times
        {
            public static DateTime Static<T>() where T : IClock => T.Now();
            public static DateTime Instance<T>(T watch) where T : IWatch => watch.Read();
            public static DateTime Property<T>(T watch) where T : IWatch => watch.Value;
            public static int Event<T>(T watch) where T : IWatch { watch.Rang += static () => { }; return 1; }
            public static Func<DateTime> Group<T>(T watch) where T : IWatch => watch.Read;
            public static DateTime Through<T>() where T : IClock => Static<T>();
            public static DateTime InLocalFunction<T>() where T : IClock { return Local(); static DateTime Local() => T.Now(); }
            public static Func<DateTime> InLambda<T>() where T : IClock => () => T.Now();
            public static DateTime Extended<T>(this T watch) where T : IWatch => watch.Read();
            public static T Make<T>() where T : new() => new T();
            public static DateTime Wrapped<T>() where T : IClock, IWatch, new() => new Box<T>(new T()).Read();
            public static DateTime Virtual<T>(T clock) where T : EarlyClock => clock.Read();
            public static T Sum<T>(T left, T right) where T : System.Numerics.IAdditionOperators<T, T, T> => left + right;
            public static T Parse<T>() where T : IParsable<T> => T.Parse("1", null);
            public static DateTime Deeper<T>(int n) where T : IClock => n == 0 ? T.Now() : Deeper<T>(n - 1);
            public static T Negate<T>(T value) where T : System.Numerics.IUnaryNegationOperators<T, T> => -value;
            public static T Next<T>(T value) where T : System.Numerics.IIncrementOperators<T> => ++value;
            public static T Add<T>(T left, T right) where T : System.Numerics.IAdditionOperators<T, T, T> { left += right; return left; }
            public static int Convert<T>(T value) where T : INumbered<T> => (int)value;
            public static DateTime At<T>(T clock) where T : EarlyClock => clock.At;
            public static int Read<T>() where T : IReads => T.Read<SystemClock>();
            public static DateTime Nested<T>() where T : IClock => Static<Shell<T>.Clock>();
            public static string Named<T>() where T : IClock => typeof(T).Name + nameof(IClock.Now);
        }

        public class Box<T>(T watch) where T : IWatch, IClock
        {
            public static DateTime Today => T.Now();
            public DateTime Read() => Inside();
            private DateTime Inside() => watch.Read();
            public sealed class Inner { public DateTime Read() => T.Now(); }
        }

        public static class Shell<T> where T : IClock { public sealed class Clock : IClock { public static DateTime Now() => T.Now(); } }
        public sealed class OfClock() : Box<SystemClock>(new());
        public class EarlyClock { public virtual DateTime Read() => DateTime.UnixEpoch; public virtual DateTime At => DateTime.UnixEpoch; }
        public class LateClock : EarlyClock { public override DateTime Read() => DateTime.Now; public override DateTime At => DateTime.Now; }
        public interface INumbered<TSelf> where TSelf : INumbered<TSelf> { static abstract explicit operator int(TSelf value); }
        public interface IReads { static abstract int Read<TClock>() where TClock : IClock; }
        public sealed class Reader : IReads { public static int Read<TClock>() where TClock : IClock => TClock.Now().Day; }

        public struct Money : System.Numerics.IAdditionOperators<Money, Money, Money>, IParsable<Money>, System.Numerics.IUnaryNegationOperators<Money, Money>, System.Numerics.IIncrementOperators<Money>, INumbered<Money>
        {
            public static Money operator -(Money value) { _ = DateTime.Now; return value; }
            public static Money operator ++(Money value) { _ = DateTime.Now; return value; }
            public static explicit operator int(Money value) => DateTime.Now.Day;
            public static Money operator +(Money left, Money right) { _ = DateTime.Now; return left; }
            public static Money Parse(string s, IFormatProvider? provider) { _ = DateTime.Now; return default; }
            public static bool TryParse(string? s, IFormatProvider? provider, out Money result) { result = default; return true; }
        }
        """ + Clocks;

    private static string With(string expression) => $$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx)
            {
                object value = {{expression}};
                return Task.FromResult(value);
            }
        }
        """;
}
