namespace Durable.Shared.Payloads;

/// <summary>Why a type cannot cross the journal; one kind for each rule that can tell it.</summary>
internal enum PayloadProblemKind
{
    /// <summary>No rule of its own: the type has no JSON form that reads back, or generated code cannot name it.</summary>
    Unsupported,

    /// <summary>No constructor that reading can use, or no way to tell which.</summary>
    Constructor,

    /// <summary>A member that is not written, or not read back.</summary>
    MemberLost,

    /// <summary>An interface or abstract class whose concrete types are not declared.</summary>
    OpenPolymorphism,

    /// <summary><c>object</c> or <c>dynamic</c>: nothing says what to read back.</summary>
    Untyped,

    /// <summary>Delegates, streams, tasks, tokens, handles: things of this process, not data.</summary>
    NotData,

    /// <summary>A dictionary key without a text form.</summary>
    DictionaryKey,

    /// <summary>A type the compiler could not resolve and reports itself.</summary>
    Unresolved,
}
