using Durable.Generators.Models;
using Durable.Generators.Models.Payloads;
using Durable.Shared.Payloads;

namespace Durable.Generators.Parsing.Payloads;

/// <summary>Finds what of the payload types is sensitive, and names the mask that each one gets.</summary>
/// <param name="nameOf">The name of a type's model.</param>
/// <param name="names">Taken from for the masks.</param>
internal sealed class MaskCollector(Func<PayloadType, string> nameOf, UniqueNames names)
{
    /// <summary>The mask that hides all.</summary>
    public const string Hidden = "global::Durable.Generated.PayloadMask.Hidden";

    private const string Shown = "null";

    private readonly Dictionary<PayloadType, string> _masks = [];
    private readonly Dictionary<PayloadType, bool> _reaches = [];
    private readonly List<MaskModel?> _models = [];

    /// <summary>The expression that names the type's mask, within the serializers class; null when all of it may be shown.</summary>
    public string? Of(PayloadType type)
    {
        if (!Reaches(type))
        {
            return null;
        }

        if (IsOpaque(type))
        {
            return Hidden;
        }

        if (type.Shape == PayloadShape.Nullable)
        {
            return Of(type.Element!);
        }

        if (!_masks.TryGetValue(type, out var name))
        {
            // Named before its members are looked at, so that a type which contains itself finds its mask.
            name = names.Take(nameOf(type) + "Mask");
            _masks.Add(type, name);
            var place = _models.Count;
            _models.Add(null);
            _models[place] = type.Shape == PayloadShape.Object
                ? new MaskModel(name, nameOf(type), null, MembersOf(type).Concat(OthersOf(type) is null ? [] : ShownOf(type)).Distinct().ToEquatableArray(), OthersOf(type))
                : new MaskModel(name, nameOf(type), Of(type.Element!), EquatableArray<MaskMemberModel>.Empty, null);
        }

        return name;
    }

    /// <summary>The mask of a generated record of a step's arguments; null when none of them is sensitive.</summary>
    /// <param name="input">Name of the record's model.</param>
    /// <param name="masked">Those of its members that are not to be shown whole.</param>
    public string? OfInput(string input, IReadOnlyList<MaskMemberModel> masked)
    {
        if (masked.Count == 0)
        {
            return null;
        }

        var name = names.Take(input + "Mask");
        _models.Add(new MaskModel(name, input, null, masked.ToEquatableArray(), null));
        return name;
    }

    public EquatableArray<MaskModel> ToModels() => _models.Select(static model => model!).ToEquatableArray();

    private IEnumerable<MaskMemberModel> MembersOf(PayloadType type) =>
        type.DerivedTypes.Where(derived => derived != type).Prepend(type).SelectMany(OwnMembersOf);

    private IEnumerable<MaskMemberModel> OwnMembersOf(PayloadType type)
    {
        foreach (var member in type.Members.Where(static member => !member.Settings.IsExtensionData))
        {
            if ((member.IsSensitive ? Hidden : member.Converter is null ? Of(member.Type) : null) is not { } mask)
            {
                continue;
            }

            yield return new MaskMemberModel(member.JsonName, mask);

            // What was recorded before the member got another name in JSON.
            if (!type.Members.Any(other => other.JsonName == member.Name))
            {
                yield return new MaskMemberModel(member.Name, mask);
            }
        }
    }

    private static IEnumerable<MaskMemberModel> ShownOf(PayloadType type) => type.DerivedTypes.Add(type).SelectMany(static one => one.Members)
        .Where(static member => member is { IsSensitive: false, Settings.IsExtensionData: false })
        .Select(static member => new MaskMemberModel(member.JsonName, Shown));

    private static string? OthersOf(PayloadType type) =>
        type.DerivedTypes.Add(type).SelectMany(static one => one.Members).Any(static member => member is { Settings.IsExtensionData: true, IsSensitive: true })
            ? Hidden
            : null;

    private bool Reaches(PayloadType type)
    {
        if (_reaches.TryGetValue(type, out var known))
        {
            return known;
        }

        var seen = new HashSet<PayloadType> { type };
        var queue = new Queue<PayloadType>(seen);
        while (queue.Count > 0)
        {
            var current = queue.Dequeue();
            if (IsOpaque(current) || current.Members.Any(static member => member.IsSensitive))
            {
                _reaches[type] = true;
                return true;
            }

            foreach (var (_, target) in current.Edges())
            {
                if (!(_reaches.TryGetValue(target, out var reaches) && !reaches) && seen.Add(target))
                {
                    queue.Enqueue(target);
                }
            }
        }

        foreach (var clean in seen)
        {
            _reaches[clean] = false;
        }

        return false;
    }

    /// <summary>Something in it is sensitive, and only the author's code knows where its JSON has it.</summary>
    private static bool IsOpaque(PayloadType type) =>
        type.Shape is PayloadShape.Converted or PayloadShape.FromContext && Sensitivity.IsInside(type.Symbol);
}
