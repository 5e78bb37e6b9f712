using Durable.Generators.Models.Payloads;
using Durable.Generators.Parsing;
using Durable.Generators.Parsing.Payloads;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Emitting;

/// <summary>
/// Writes the nested class that holds the JSON metadata of a workflow's payloads: what System.Text.Json would find out by reflection, with the
/// same JSON as its default options in both directions, and a straight-line method that writes each object.
/// </summary>
/// <remarks>
/// It derives from <c>JsonSerializerContext</c> because the serializer calls those methods only when the options' resolver is one
/// whose generated options agree with them.
/// </remarks>
internal sealed partial class JournalSerializersEmitter
{
    private const string Json = "global::System.Text.Json.";
    private const string Metadata = "global::System.Text.Json.Serialization.Metadata.";
    private const string Services = Metadata + "JsonMetadataServices";
    private const string Options = Json + "JsonSerializerOptions";
    private const string Helper = "global::Durable.Generated.PayloadMetadata";

    private readonly SourceWriter _w;
    private readonly SerializersModel _model;
    private readonly string _className;
    private readonly Dictionary<string, PayloadModel> _byName;
    private readonly UniqueNames _names;
    private readonly SerializerUse _used;

    private JournalSerializersEmitter(SourceWriter w, SerializersModel model, string className)
    {
        _w = w;
        _model = model;
        _className = className;
        _used = SerializerUse.Of(model);
        _byName = model.Types.ToDictionary(static type => type.Name, StringComparer.Ordinal);
        _names = new UniqueNames(PayloadNames.Reserved.Concat(_byName.Keys).Concat(model.Masks.Select(static mask => mask.Name)).Concat([className, "s_options"]));
    }

    /// <summary>Writes the class, to stand inside the workflow's own; nothing when there are no payloads.</summary>
    public static void Emit(SourceWriter w, SerializersModel model, string className = "JournalSerializers")
    {
        if (model.Types.Count > 0)
        {
            new JournalSerializersEmitter(w, model, className).EmitClass();
        }
    }

    private void EmitClass()
    {
        _w.Lines($$"""
            // Payload types stand here without nullable annotations, as they do at run time.
            #nullable disable warnings
            #pragma warning disable CS0612, CS0618 // what was recorded with an obsolete member must still read
            /// <summary>The JSON of every payload of this workflow: that of <c>JsonSerializer</c> with its default options, without reflection.</summary>
            {{GeneratedFile.Attribute}}
            """);
        using (_w.Block($"private sealed class {_className} : {Json}Serialization.JsonSerializerContext, {Metadata}IJsonTypeInfoResolver"))
        {
            EmitPropertyNames();
            EmitOptions();
            foreach (var type in _model.Types.Where(type => _used.Properties.Contains(type.Name)))
            {
                EmitProperty(type);
            }

            EmitLookup();
            foreach (var type in _model.Types)
            {
                EmitMetadata(type);
                EmitWriter(type);
            }

            EmitMasks();
            EmitAccessors();
        }

        _w.Lines("""
            #pragma warning restore CS0612, CS0618
            #nullable restore warnings
            """);
    }

    private void EmitOptions() => _w.Lines($$"""
        // Whatever switches the application sets, a journal written by one process must be readable by the next.
        private static readonly {{Options}} s_options = new()
        {
            RespectNullableAnnotations = false,
            RespectRequiredConstructorParameters = false,
        };

        public static {{_className}} Default { get; } = new();

        private {{_className}}()
            : base(new {{Options}}(s_options))
        {
        }

        protected override {{Options}} GeneratedSerializerOptions => s_options;

        """);

    private void EmitProperty(PayloadModel type)
    {
        var field = _names.Take("_" + Camel(type.Name));
        var info = $"{Metadata}JsonTypeInfo<{type.Type}>";
        _w.Lines($$"""
            private {{info}}? {{field}};

            public {{info}} {{type.Name}} =>
                {{field}} ??= {{Helper}}.TypeInfo<{{type.Type}}>(Options);

            """);
    }

    private void EmitLookup()
    {
        _w.Lines($$"""
            public override {{Metadata}}JsonTypeInfo? GetTypeInfo(global::System.Type type)
            {
                Options.TryGetTypeInfo(type, out var info);
                return info;
            }

            """);
        using (_w.Block($"{Metadata}JsonTypeInfo? {Metadata}IJsonTypeInfoResolver.GetTypeInfo(global::System.Type type, {Options} options)"))
        {
            foreach (var type in _model.Types)
            {
                using (_w.Block($"if (type == typeof({type.Type}))"))
                {
                    _w.Line($"return {Create(type)};");
                }

                _w.Line();
            }

            _w.Line("return null;");
        }
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
