using Durable.Generators.Models;
using Durable.Generators.Models.Payloads;

namespace Durable.Generators.Emitting;

// The ways to members that C# would not let this class use: resolved once by the runtime, without reflection.
internal sealed partial class JournalSerializersEmitter
{
    private const string UnsafeAccessor = "global::System.Runtime.CompilerServices.UnsafeAccessor";

    private readonly Dictionary<AccessorModel, string> _accessors = [];
    private readonly List<AccessorModel> _accessorOrder = [];
    private readonly Dictionary<string, string> _holders = new(StringComparer.Ordinal);

    /// <summary>The method that reaches the member, ready to be called.</summary>
    private string Call(AccessorModel accessor)
    {
        var open = accessor with { TypeArguments = "" };
        if (!_accessors.TryGetValue(open, out var method))
        {
            method = _names.Take(Prefix(open.Kind) + open.Label);
            _accessors.Add(open, method);
            _accessorOrder.Add(open);
        }

        return accessor.TypeParameters.Length == 0 ? method : $"{Holder(open)}{accessor.TypeArguments}.{method}";
    }

    private string Holder(AccessorModel accessor)
    {
        if (!_holders.TryGetValue(accessor.Target, out var holder))
        {
            holder = _names.Take(Parsing.UniqueNames.Clean(accessor.Label) + "Accessors");
            _holders.Add(accessor.Target, holder);
        }

        return holder;
    }

    private static string Prefix(AccessorKind kind) => kind switch
    {
        AccessorKind.Constructor => "New",
        AccessorKind.Getter => "Get",
        AccessorKind.Setter => "Set",
        _ => "FieldOf",
    };

    private void EmitAccessors()
    {
        foreach (var accessor in _accessorOrder.Where(static accessor => accessor.TypeParameters.Length == 0))
        {
            _w.Line();
            EmitAccessor(accessor, "private");
        }

        foreach (var group in _accessorOrder.Where(static accessor => accessor.TypeParameters.Length > 0).GroupBy(static accessor => accessor.Target))
        {
            _w.Line();
            var first = group.First();
            using (_w.Block($"private static class {Holder(first)}{first.TypeParameters}{first.Constraints}"))
            {
                var separate = false;
                foreach (var accessor in group)
                {
                    if (separate)
                    {
                        _w.Line();
                    }

                    separate = true;
                    EmitAccessor(accessor, "public");
                }
            }
        }
    }

    private void EmitAccessor(AccessorModel accessor, string accessibility)
    {
        var target = $"{(accessor.IsTargetValueType ? "ref " : "")}{accessor.Target} target";
        var name = _accessors[accessor];
        var (kind, signature) = accessor.Kind switch
        {
            AccessorKind.Constructor => ("Constructor", $"{accessor.Target} {name}({Parameters(accessor.Types)})"),
            AccessorKind.Getter => ("Method", $"{accessor.Types[0]} {name}({target})"),
            AccessorKind.Setter => ("Method", $"void {name}({target}, {accessor.Types[0]} value)"),
            _ => ("Field", $"ref {accessor.Types[0]} {name}({target})"),
        };
        var member = accessor.Kind == AccessorKind.Constructor ? "" : $", Name = {Literal(accessor.MetadataName)}";
        _w.Lines($$"""
            [{{UnsafeAccessor}}({{UnsafeAccessor}}Kind.{{kind}}{{member}})]
            {{accessibility}} static extern {{signature}};
            """);
    }

    private static string Parameters(EquatableArray<string> types) =>
        string.Join(", ", types.Select(static (type, index) => $"{type} argument{index}"));
}
