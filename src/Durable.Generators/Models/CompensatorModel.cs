using Durable.Shared.Shape;

namespace Durable.Generators.Models;

/// <summary>The author's method that undoes a step.</summary>
/// <param name="MethodName">The author's method.</param>
/// <param name="Cref">Names the author's method in documentation.</param>
/// <param name="StaticOwner">The type to call it on when it is static; null for an instance method.</param>
/// <param name="Returns">What it returns.</param>
/// <param name="OnStarted">Whether calls of unknown outcome are undone too.</param>
/// <param name="UndoMethod">Name of the state machine's method that calls the author's.</param>
/// <param name="Arguments">In order of its parameters.</param>
internal sealed record CompensatorModel(
    string MethodName,
    string Cref,
    string? StaticOwner,
    AwaitableKind Returns,
    bool OnStarted,
    string UndoMethod,
    EquatableArray<CompensatorArgumentModel> Arguments);

/// <summary>One argument of a compensator.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Expression">The member of the step's input, or the expression over the recorded result or the services; empty for what the engine supplies.</param>
internal sealed record CompensatorArgumentModel(CompensatorSource Source, string Expression);
