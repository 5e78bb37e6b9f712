using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Types that are no data, with the reason and what to pass instead.</summary>
internal static class UnsupportedPayloads
{
    private const string ThisProcess = "it belongs to this process and means nothing after a restart; pass the data it stands for";

    private static readonly Dictionary<string, string> s_notData = new(StringComparer.Ordinal)
    {
        ["System.Delegate"] = "code cannot be recorded; pass data that tells what to do",
        ["System.Exception"] = "an exception does not read back; pass its kind and message",
        ["System.Type"] = "a type is not data; pass a name of your own for it",
        ["System.Reflection.MemberInfo"] = "a member is not data; pass a name of your own for it",
        ["System.Reflection.Assembly"] = ThisProcess,
        ["System.IO.Stream"] = "a stream cannot be read twice; pass the bytes, or a reference to where they are stored",
        ["System.IO.TextReader"] = "a reader cannot be read twice; pass the text",
        ["System.IO.TextWriter"] = ThisProcess,
        ["System.Threading.Tasks.Task"] = "a task is not its result; await it and pass the result",
        ["System.Threading.Tasks.ValueTask"] = "a task is not its result; await it and pass the result",
        ["System.Threading.Tasks.ValueTask`1"] = "a task is not its result; await it and pass the result",
        ["System.Threading.CancellationToken"] = "a token is not data; a step takes one as a parameter of its own",
        ["System.Threading.CancellationTokenSource"] = ThisProcess,
        ["System.Threading.Thread"] = ThisProcess,
        ["System.Threading.WaitHandle"] = ThisProcess,
        ["System.Threading.Timer"] = ThisProcess,
        ["System.Runtime.InteropServices.SafeHandle"] = ThisProcess,
        ["System.IServiceProvider"] = "a service is not data; take it in the workflow's constructor",
        ["System.Collections.Generic.IAsyncEnumerable`1"] = "a stream of items cannot be read twice; pass a list",
        ["System.Collections.Generic.IEnumerator`1"] = "an enumerator is not data; pass a list",
        ["System.Linq.Expressions.Expression"] = "code cannot be recorded; pass data that tells what to do",
    };

    /// <summary>Why the type, or one it derives from, is no data; null when nothing says so.</summary>
    public static string? WhyNotData(ITypeSymbol type)
    {
        if (type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
        {
            return "its size and meaning belong to this machine; use long or ulong";
        }

        if (type.TypeKind == TypeKind.Delegate)
        {
            return s_notData["System.Delegate"];
        }

        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (s_notData.TryGetValue(MetadataName.Of(current.OriginalDefinition), out var reason))
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>Why a type of .NET itself, whose state is not public, does not read back; null for other types.</summary>
    public static string? WhyNotReadable(INamedTypeSymbol type, Compilation compilation)
    {
        if (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) || !IsPlatform(type))
        {
            return null;
        }

        return MetadataName.Of(type) switch
        {
            "System.Collections.Generic.Stack`1" or "System.Collections.Concurrent.ConcurrentStack`1" or "System.Collections.Concurrent.ConcurrentBag`1"
                or "System.Collections.Immutable.ImmutableStack`1" or "System.Collections.Immutable.IImmutableStack`1" =>
                "it would read back in another order; use a list",
            "System.Collections.Generic.KeyValuePair`2" => null,
            var name when name.StartsWith("System.Tuple`", StringComparison.Ordinal) => null,
            _ => "System.Text.Json cannot read it back; use a type of your own, its text, or a [JsonConverter] on the member",
        };
    }

    /// <summary>Whether the type is one of .NET itself.</summary>
    public static bool IsPlatform(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { IsGlobalNamespace: false, Name: "System" };
    }
}
