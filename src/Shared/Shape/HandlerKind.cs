namespace Durable.Shared.Shape;

/// <summary>What makes callers reach a method of a workflow class.</summary>
internal enum HandlerKind
{
    SignalHandler,
    Query,
    Update,
}
