using Durable.Generators.Models.Payloads;

namespace Durable.Generators.Emitting;

// Which parts of the JSON people are not shown.
internal sealed partial class JournalSerializersEmitter
{
    private const string Mask = "global::Durable.Generated.PayloadMask";

    private void EmitMasks()
    {
        foreach (var mask in _model.Masks)
        {
            _w.Line();
            _w.Line($"/// <summary>What of <c>{mask.Payload}</c> is shown as *** outside the journal.</summary>");
            if (mask.Items is { } items)
            {
                _w.Line($"public static readonly {Mask} {mask.Name} = {Mask}.Items(static () => {items});");
            }
            else
            {
                EmitMembersMask(mask);
            }
        }
    }

    private void EmitMembersMask(MaskModel mask)
    {
        _w.Line($"public static readonly {Mask} {mask.Name} = {Mask}.Members(static () =>");
        _w.Line("[");
        using (_w.Indented())
        {
            foreach (var member in mask.Members)
            {
                _w.Line($"({Literal(member.JsonName)}, {member.Mask}),");
            }
        }

        _w.Line(mask.Others is { } others ? $"], {others});" : "]);");
    }
}
