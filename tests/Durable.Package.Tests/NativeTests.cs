namespace Durable.Package.Tests;

/// <summary>The library and the code generated for a consumer run without a just-in-time compiler and without what trimming removes.</summary>
public sealed class NativeTests(PackageFixture package)
{
    [Fact]
    public async Task Consumer_PublishedTrimmed_WarnsOfNothingAndRunsTheSame()
    {
        var consumer = package.Create("Orders");

        // As near to native as the just-in-time compiler gets: the AOT analyzer reports in the consumer's and the generated
        // source what only native compilation would, and the runtime claims that it cannot make code.
        var publish = await consumer.PublishAsync(
            "-p:PublishTrimmed=true", "-p:TrimMode=full", "-p:SelfContained=true", "-p:EnableAotAnalyzer=true", "-p:DynamicCodeSupport=false");

        publish.Succeeded();
        Assert.DoesNotContain("warning", publish.Output, StringComparison.OrdinalIgnoreCase);
        OrdersOutput.Check(await consumer.RunAsync());
    }

    [Fact]
    public async Task Consumer_PublishedWithNativeAot_WarnsOfNothingAndRunsTheSame()
    {
        NativeToolchain.Require();
        var consumer = package.Create("Orders");

        var publish = await consumer.PublishAsync("-p:PublishAot=true");
        if (NativeToolchain.LacksRuntimePack(publish))
        {
            // The same source for the framework before, whose native compiler brings its runtime along.
            TestContext.Current.SendDiagnosticMessage("No native runtime of .NET 10 in the package sources: published with .NET 9's.");
            await package.PackForOlderNativeAsync();
            publish = await consumer.PublishAsync([.. PackageFixture.OlderNative, "-p:PublishAot=true"]);
        }

        publish.Succeeded();
        Assert.DoesNotContain("warning", publish.Output, StringComparison.OrdinalIgnoreCase);
        Assert.True(consumer.IsNative);
        OrdersOutput.Check(await consumer.RunAsync());
    }
}
