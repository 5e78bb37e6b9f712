using System.IO.Compression;
using System.Xml.Linq;

namespace Durable.Package.Tests;

public sealed class PackageContentTests(PackageFixture package)
{
    [Fact]
    public async Task Package_Files_AreLibraryCompilerPartsAndReadme()
    {
        using var zip = await ZipFile.OpenReadAsync(package.PackagePath, TestContext.Current.CancellationToken);

        var files = zip.Entries.Select(entry => entry.FullName).Where(name => name.Contains('/') && !name.StartsWith("_rels/") && !name.StartsWith("package/"));

        Assert.Equal(
            [
                "analyzers/dotnet/cs/Durable.Analyzers.dll",
                "analyzers/dotnet/cs/Durable.CodeFixes.dll",
                "analyzers/dotnet/cs/Durable.Generators.dll",
                "lib/net10.0/Durable.Runtime.dll",
                "lib/net10.0/Durable.Runtime.xml",
            ],
            files.Order(StringComparer.Ordinal));
        Assert.NotNull(zip.GetEntry("README.md"));
    }

    [Fact]
    public async Task Package_Manifest_NamesLicenceAndNoCompilerPackage()
    {
        using var zip = await ZipFile.OpenReadAsync(package.PackagePath, TestContext.Current.CancellationToken);
        await using var stream = zip.GetEntry("Durable.Runtime.nuspec")!.Open();

        var manifest = await XDocument.LoadAsync(stream, LoadOptions.None, TestContext.Current.CancellationToken);

        var elements = manifest.Descendants().ToLookup(element => element.Name.LocalName);
        Assert.Equal("MIT", Assert.Single(elements["license"]).Value);
        Assert.NotEmpty(elements["dependency"]);
        Assert.All(elements["dependency"], dependency => Assert.StartsWith("Microsoft.Extensions.", dependency.Attribute("id")!.Value));
    }

    [Fact]
    public async Task Package_PackedAgain_IsTheSameByteForByte()
    {
        var again = Directory.CreateTempSubdirectory("durable-again-").FullName;
        try
        {
            await PackageFixture.PackAsync(again);

            var first = await File.ReadAllBytesAsync(package.PackagePath, TestContext.Current.CancellationToken);
            var second = await File.ReadAllBytesAsync(Path.Combine(again, Path.GetFileName(package.PackagePath)), TestContext.Current.CancellationToken);
            Assert.Equal(first, second);
        }
        finally
        {
            Directory.Delete(again, recursive: true);
        }
    }
}
