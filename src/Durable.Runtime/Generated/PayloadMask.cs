using System.ComponentModel;
using System.Text;
using System.Text.Json;
using Durable.Journal;

namespace Durable.Generated;

/// <summary>Which parts of a payload's JSON are <see cref="SensitiveAttribute">sensitive</see>; works on recorded text, without the payload's type.</summary>
/// <remarks>JSON that has another form than the mask expects, because it was recorded by other code, is hidden rather than shown.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PayloadMask
{
    private const string Shown = "\"***\"";

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = RecordFields.MaxDepth };

    // Asked for at the first use, not before: masks of recursive types refer to each other.
    private readonly Func<PayloadMask>? _items;
    private readonly Lazy<ILookup<string, PayloadMask?>>? _members;
    private readonly PayloadMask? _others;

    private PayloadMask(Func<PayloadMask>? items, Func<(string JsonName, PayloadMask? Mask)[]>? members, PayloadMask? others)
    {
        _items = items;
        _members = members is null
            ? null
            : new(() => members().ToLookup(static member => member.JsonName, static member => member.Mask, StringComparer.Ordinal));
        _others = others;
    }

    /// <summary>All of it is.</summary>
    public static PayloadMask Hidden { get; } = new(null, null, null);

    /// <summary>An array, or an object used as a dictionary, whose items are masked.</summary>
    /// <param name="each">The mask of every item.</param>
    public static PayloadMask Items(Func<PayloadMask> each)
    {
        ArgumentNullException.ThrowIfNull(each);
        return new(each, null, null);
    }

    /// <summary>An object of which some members are masked.</summary>
    /// <param name="members">
    /// Those members, or null for one that is not masked though others are; a name that occurs twice, in types that may stand for each other, is under both masks.
    /// </param>
    /// <param name="others">The mask of members that are not listed; null to show them.</param>
    public static PayloadMask Members(Func<(string JsonName, PayloadMask? Mask)[]> members, PayloadMask? others = null)
    {
        ArgumentNullException.ThrowIfNull(members);
        return new(null, members, others);
    }

    /// <summary>The JSON with each masked part replaced by <c>"***"</c>, for people.</summary>
    /// <param name="json">One JSON value in UTF-8.</param>
    public string Redact(ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder(json.Length);
        var copied = 0;
        try
        {
            var reader = new Utf8JsonReader(json, s_options);
            reader.Read();
            Visit(ref reader, [this], json, text, ref copied);
        }
        catch (JsonException)
        {
            // Not even JSON: nothing is known about it, so nothing of it is shown.
            return Shown;
        }

        return text.Append(Encoding.UTF8.GetString(json[copied..])).ToString();
    }

    // The reader stands on the first token of a value that the masks are for.
    private static void Visit(ref Utf8JsonReader reader, List<PayloadMask> masks, ReadOnlySpan<byte> json, StringBuilder text, ref int copied)
    {
        if (reader.TokenType == JsonTokenType.Null && !masks.Contains(Hidden))
        {
            return;
        }

        if (masks.Contains(Hidden) || !masks.Exists(Fits(reader.TokenType)))
        {
            text.Append(Encoding.UTF8.GetString(json[copied..(int)reader.TokenStartIndex])).Append(Shown);
            reader.Skip();
            copied = (int)reader.BytesConsumed;
            return;
        }

        var isArray = reader.TokenType == JsonTokenType.StartArray;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            var inner = isArray ? ItemsOf(masks) : MembersOf(masks, reader.GetString()!);
            if (!isArray)
            {
                reader.Read();
            }

            if (inner.Count == 0)
            {
                reader.Skip();
            }
            else
            {
                Visit(ref reader, inner, json, text, ref copied);
            }
        }
    }

    private static Predicate<PayloadMask> Fits(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => static mask => mask._items is not null,
        JsonTokenType.StartObject => static _ => true,
        _ => static _ => false,
    };

    private static List<PayloadMask> ItemsOf(List<PayloadMask> masks) =>
        [.. masks.Where(static mask => mask._items is not null).Select(static mask => mask._items!())];

    private static List<PayloadMask> MembersOf(List<PayloadMask> masks, string name) => [.. masks.SelectMany(mask => mask.MembersOf(name))];

    private IEnumerable<PayloadMask> MembersOf(string name) => this switch
    {
        { _items: { } items } => [items()],
        { _members: { } members } when members.Value.Contains(name) => members.Value[name].OfType<PayloadMask>(),
        { _others: { } others } => [others],
        _ => [],
    };
}
