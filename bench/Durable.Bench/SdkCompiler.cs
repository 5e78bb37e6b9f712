using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Bench;

/// <summary>The newest SDK beside the runtime that runs this: where its compiler is, and a project as that compiler takes it.</summary>
internal static class SdkCompiler
{
    public static string Sdk { get; } = Directory
        .EnumerateDirectories(Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk")))
        .Where(static sdk => File.Exists(Path.Combine(sdk, "Roslyn", "bincore", "csc.dll")))
        .Order(StringComparer.Ordinal)
        .Last();

    /// <summary>A program of the compiler: <c>csc.dll</c>, <c>VBCSCompiler.dll</c>.</summary>
    public static string PathOf(string program) => Path.Combine(Sdk, "Roslyn", "bincore", program);

    /// <summary>Writes the sources down, and a file with the arguments that compile them.</summary>
    /// <returns>The file with the arguments.</returns>
    public static string Write(CSharpCompilation compilation, string directory)
    {
        Directory.CreateDirectory(directory);
        var lines = new List<string> { "/nologo", "/target:library", "/nullable:enable", "/langversion:latest", "/deterministic+", $"/out:{Path.Combine(directory, "Large.dll")}" };
        lines.AddRange(compilation.References.Select(static reference => $"/reference:\"{reference.Display}\""));
        foreach (var tree in compilation.SyntaxTrees)
        {
            var path = Path.Combine(directory, tree.FilePath);
            File.WriteAllText(path, tree.ToString());
            lines.Add($"\"{path}\"");
        }

        var arguments = Path.Combine(directory, "compile.rsp");
        File.WriteAllLines(arguments, lines);
        return arguments;
    }
}
