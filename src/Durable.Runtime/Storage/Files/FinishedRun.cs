namespace Durable.Storage.Files;

/// <summary>A run that ended, as the line that finished it describes it.</summary>
/// <param name="Row">The run's row.</param>
/// <param name="First">The line that began its last generation.</param>
/// <param name="Finish">The line that finished it.</param>
/// <param name="Seen">Idempotency keys of the messages it had taken; kept only where the run may be reopened.</param>
internal sealed record FinishedRun(RunRow Row, LineLocation First, LineLocation Finish, IReadOnlyCollection<string> Seen);
