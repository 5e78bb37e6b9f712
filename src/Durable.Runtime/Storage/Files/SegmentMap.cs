namespace Durable.Storage.Files;

/// <summary>
/// Where the lines of a rewritten segment lie in its file now. Only every so many bytes of the file are noted; the lines in between are found by reading them, because each says how many bytes it
/// stands for. So the map stays a thousandth of the file.
/// </summary>
internal sealed class SegmentMap
{
    private readonly int[] _places;
    private readonly int[] _positions;

    private SegmentMap(int[] places, int[] positions)
    {
        _places = places;
        _positions = positions;
    }

    /// <summary>The part of the file that holds the line at a place.</summary>
    public SegmentPart PartWith(int place)
    {
        var found = Array.BinarySearch(_places, place);
        var part = found < 0 ? ~found - 1 : found;
        return part < 0 ? default : new SegmentPart(_places[part], _positions[part], _positions[part + 1]);
    }

    /// <summary>Notes lines one after the other, as they are read.</summary>
    public sealed class Builder
    {
        private const int Distance = 16 * 1024;

        private readonly List<int> _places = [];
        private readonly List<int> _positions = [];

        public void Add(int place, int position)
        {
            if (_positions.Count == 0 || position - _positions[^1] >= Distance)
            {
                _places.Add(place);
                _positions.Add(position);
            }
        }

        public SegmentMap Build(int length) => new([.. _places], [.. _positions, length]);
    }
}
