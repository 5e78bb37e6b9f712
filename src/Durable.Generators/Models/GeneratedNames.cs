namespace Durable.Generators.Models;

/// <summary>Names of generated members that the author's own members could otherwise collide with.</summary>
/// <param name="StateMachine">The nested class that overrides the steps.</param>
/// <param name="Steps">The nested table of step definitions.</param>
/// <param name="Handlers">The nested table of signal handlers, queries and updates.</param>
/// <param name="Serializers">The nested class that holds the payload serializers.</param>
/// <param name="Run">The state machine's field that holds the activation.</param>
/// <param name="RunParameter">The state machine's constructor parameter for it.</param>
/// <param name="State">The state machine's property that names the current operation.</param>
/// <param name="Description">The state machine's typed definition.</param>
/// <param name="Declared">Which of the generated methods the author has members of the same name for, and are left out.</param>
/// <param name="Hidden">Which of the public generated members hide one of a base class and must say <c>new</c>.</param>
internal sealed record GeneratedNames(
    string StateMachine,
    string Steps,
    string Handlers,
    string Serializers,
    string Run,
    string RunParameter,
    string State,
    string Description,
    EquatableArray<string> Declared,
    EquatableArray<string> Hidden)
{
    public const string ContinueAsNew = "ContinueAsNewAsync";
    public const string RunChild = "RunChildAsync";
    public const string StartChild = "StartChildAsync";

    /// <summary><c>new </c> where the member of this name hides an inherited one, otherwise nothing.</summary>
    public string NewFor(string member) => Hidden.Contains(member) ? "new " : "";
}
