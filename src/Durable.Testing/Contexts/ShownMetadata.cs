using System.Globalization;

namespace Durable.Testing;

/// <summary>What a body shows in a test without an engine: kept as it was given.</summary>
internal sealed class ShownMetadata : RunMetadata
{
    private readonly Values _own = new();
    private readonly Values _parent = new();
    private readonly Values _root = new();

    public IReadOnlyDictionary<string, object?> Own => _own.All;

    public IReadOnlyDictionary<string, object?> ByParent => _parent.All;

    public IReadOnlyDictionary<string, object?> ByRoot => _root.All;

    public override MetadataWriter Parent => _parent;

    public override MetadataWriter Root => _root;

    public override T? Get<T>(string name)
        where T : default => _own.All.TryGetValue(name, out var value) && value is T typed ? typed : default;

    public override void Set<T>(string name, T value) => _own.Set(name, value);

    public override void Increment(string name, long by = 1) => _own.Increment(name, by);

    public override void Increment(string name, double by) => _own.Increment(name, by);

    public override void Append<T>(string name, T value) => _own.Append(name, value);

    public override void Remove(string name) => _own.Remove(name);

    private sealed class Values : MetadataWriter
    {
        private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

        public Dictionary<string, object?> All => _values;

        public override void Set<T>(string name, T value) => _values[name] = value;

        public override void Increment(string name, long by = 1) =>
            _values[name] = _values.GetValueOrDefault(name) is double number ? number + by : Convert.ToInt64(_values.GetValueOrDefault(name), CultureInfo.InvariantCulture) + by;

        public override void Increment(string name, double by) =>
            _values[name] = Convert.ToDouble(_values.GetValueOrDefault(name), CultureInfo.InvariantCulture) + by;

        public override void Append<T>(string name, T value)
        {
            if (_values.GetValueOrDefault(name) is List<object?> list)
            {
                list.Add(value);
            }
            else
            {
                _values[name] = new List<object?> { value };
            }
        }

        public override void Remove(string name) => _values.Remove(name);
    }
}
