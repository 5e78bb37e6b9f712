using System.ComponentModel;

namespace Durable.Generated;

/// <summary>Marks a type parameter whose values are recorded: the generator writes a serializer for every type it is used with in a workflow class.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.GenericParameter)]
public sealed class RecordedAttribute : Attribute;
