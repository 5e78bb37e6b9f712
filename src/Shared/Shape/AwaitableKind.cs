namespace Durable.Shared.Shape;

internal enum AwaitableKind
{
    Task,
    TaskOfT,
    ValueTask,
    ValueTaskOfT,
}
