using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Payloads;

public sealed class SecretTests // DUR2008
{
    [Fact]
    public Task Secrets_ThatAreParametersAndResults_ReportWhereTheMarkBelongs() => Verify.ReportsAsync("""
        [Workflow]
        public partial class LoginWorkflow
        {
            public static readonly Signal<string> {|DUR2008:NewPassword|} = new("new-password");

            public Task RunAsync(WorkflowContext ctx, string {|DUR2008:clientSecret|}) => throw null!;

            [Step] protected virtual Task<{|DUR2008:string|}> GetAccessTokenAsync(string user, byte[] {|DUR2008:signing_key|}) => throw null!;
            [Step] protected virtual Task PayAsync(long {|DUR2008:cardNumber|}, int? {|DUR2008:CVV|}, string[] {|DUR2008:apiKeys|}, char[] {|DUR2008:pwd|}) => throw null!;
            [Update] public Task ChangeAsync(string {|DUR2008:token|}) => throw null!;
        }
        """);

    [Fact]
    public Task Secrets_InsidePayloads_ReportOnceAtTheFirstOfThem() => Verify.ReportsAsync("""
        public sealed record Card(string Number, string Cvv);
        public sealed record Order(string Id, IReadOnlyList<Card> Cards);

        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx, {|DUR2008:Order|} order)
            {
                await PayAsync(order);
                await ctx.{|DUR2008:CheckpointAsync|}(new Login("", Guid.Empty));
            }

            [Step] protected virtual Task PayAsync(Order order) => throw null!;

            public sealed record Login(string User, Guid SessionToken);
        }
        """);

    [Fact]
    public Task Secrets_OfABase_ReportThereOnce() => Verify.ReportsAsync(
        """
        public abstract class Base
        {
            [Step] protected virtual Task LoginAsync(string {|DUR2008:password|}) => throw null!;
        }

        public abstract class Open<T>
        {
            [Step] protected virtual Task KeepAsync(T item) => throw null!;
        }

        public sealed record Login(string User, string Password);
        """,
        """
        [Workflow]
        public partial class FirstWorkflow : Base { public Task RunAsync(WorkflowContext ctx) => throw null!; }

        [Workflow]
        public partial class {|DUR2008:SecondWorkflow|} : Open<Login> { public Task RunAsync(WorkflowContext ctx) => throw null!; }
        """);

    [Fact]
    public Task Secrets_MarkedOrInsideWhatIs_DoNotReport() => Verify.ReportsAsync("""
        public sealed record Card(string Number, [Sensitive] string Cvv);
        public sealed record Login(string User, string Password);
        public sealed class Order { public Card? Card { get; set; } [Sensitive] public Login? Login { get; set; } }

        [Workflow]
        public partial class OrderWorkflow
        {
            [Sensitive] public static readonly Signal<string> Password = new("password");

            public Task RunAsync(WorkflowContext ctx, [Sensitive] Login login) => throw null!;

            [Step] [return: Sensitive] protected virtual Task<string> GetTokenAsync(Order order, [Sensitive] string password) => throw null!;
        }
        """);

    [Fact]
    public Task Names_ThatOnlyMentionSecrets_DoNotReport() => Verify.ReportsAsync("""
        public sealed class Account
        {
            public bool HasPassword { get; set; }
            public DateTimeOffset LastPassword { get; set; }
            public string PasswordPolicy { get; set; } = "";
            public string SecretName { get; set; } = "";
            public string ContinuationToken { get; set; } = "";
            public int MaxTokens { get; set; }
            public int Token { get; set; }
            public string MapPin { get; set; } = "";
            public string Key { get; set; } = "";
            public string Compass { get; set; } = "";
            public decimal CardNumber { get; set; }
            public Kind ApiKey { get; set; }
            [System.Text.Json.Serialization.JsonIgnore] public string? Password { get; set; }
            public static string Secret => "";
        }

        public enum Kind { None }

        [Workflow]
        public partial class AccountWorkflow
        {
            public static readonly Signal<bool> Password = new("password");

            public Task<Account> RunAsync(WorkflowContext ctx, string passwordId) => throw null!;

            [Step] protected virtual Task<string> ResetPasswordAsync(CancellationToken token, StepContext secret) => throw null!;
        }
        """);

    [Fact]
    public Task Names_OfEverySort_Report() => Verify.ReportsAsync("""
        [Workflow]
        public partial class AccountWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step] protected virtual Task PasswordsAsync(
                string {|DUR2008:oldPassword|}, string {|DUR2008:passwd|}, string {|DUR2008:userPwd|}, string {|DUR2008:passphrase|}, string {|DUR2008:passPhrase|},
                string {|DUR2008:passcode|}, string {|DUR2008:passwordHash|}, string {|DUR2008:secret|}) => throw null!;
            [Step] protected virtual Task KeysAsync(
                string {|DUR2008:apiKey|}, string {|DUR2008:apikey|}, string {|DUR2008:APIKey|}, string {|DUR2008:userAPIKey|}, string {|DUR2008:userPWD|}, string {|DUR2008:accessKey|}, string {|DUR2008:accountKey|}, byte[] {|DUR2008:privateKey|},
                string {|DUR2008:secretKey|}, Memory<byte> {|DUR2008:encryptionKey|}, ReadOnlyMemory<byte> {|DUR2008:signingKey|}) => throw null!;
            [Step] protected virtual Task TokensAsync(
                string {|DUR2008:accessToken|}, string {|DUR2008:refreshToken|}, string {|DUR2008:bearerToken|}, string {|DUR2008:authToken|}, string {|DUR2008:idToken|},
                string {|DUR2008:apiToken|}, Guid {|DUR2008:sessionToken|}, string {|DUR2008:securityToken|}, string {|DUR2008:jwt|}, string {|DUR2008:token|}) => throw null!;
            [Step] protected virtual Task OthersAsync(
                string {|DUR2008:credential|}, string {|DUR2008:credentials|}, string {|DUR2008:connectionString|}, long {|DUR2008:cardNumber|}, string {|DUR2008:creditCard|},
                short {|DUR2008:cvv|}, ushort {|DUR2008:cvc|}, uint {|DUR2008:ssn|}, ulong {|DUR2008:socialSecurityNumber|}, int {|DUR2008:pinCode|}, int {|DUR2008:pin|},
                Dictionary<string, string> {|DUR2008:passwords|}) => throw null!;
        }
        """);

    [Theory]
    [InlineData("Get")]
    [InlineData("Fetch")]
    [InlineData("Read")]
    [InlineData("Load")]
    [InlineData("Create")]
    [InlineData("Make")]
    [InlineData("Generate")]
    [InlineData("Issue")]
    [InlineData("Request")]
    [InlineData("Find")]
    [InlineData("Decrypt")]
    public Task Result_ThatAStepFinds_Reports(string verb) => Verify.ReportsAsync($$"""
        [Workflow]
        public partial class AccountWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
            [Step] protected virtual Task<{|DUR2008:string|}> {{verb}}PasswordAsync() => throw null!;
        }
        """);

    [Fact]
    public async Task Message_NamesThePathAndTheMark()
    {
        var compilation = Sources.Compile(
            ["""
            public sealed record Order(string Id, List<Card> Cards);
            public sealed record Card(string Cvv);

            [Workflow]
            public partial class OrderWorkflow
            {
                public Task RunAsync(WorkflowContext ctx, Order order) => throw null!;
                [Step] protected virtual Task<string> GetPasswordAsync() => throw null!;
            }
            """],
            References.WithRuntime);

        var reports = await Rules.RunWholeAsync(compilation);

        Assert.Equal(
            [
                "'GetPasswordAsync' looks like a secret, but logs, traces and views would show it; mark its result with [return: Sensitive]",
                "'Order.Cards[].Cvv' looks like a secret, but logs, traces and views would show it; mark the member with [Sensitive]",
            ],
            reports.Select(static report => report.GetMessage(System.Globalization.CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal));
        Assert.Equal("Cvv", Text(Assert.Single(reports.Single(static report => report.GetMessage(null).Contains("Cvv", StringComparison.Ordinal)).AdditionalLocations)));
    }

    private static string Text(Microsoft.CodeAnalysis.Location location) =>
        location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(location.SourceSpan);
}
