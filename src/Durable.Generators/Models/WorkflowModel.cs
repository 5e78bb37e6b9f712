using Durable.Generators.Models.Payloads;

namespace Durable.Generators.Models;

/// <summary>Everything the emitters need to know about one workflow class, as plain values.</summary>
/// <remarks>
/// No symbol, syntax node, location or compilation in here: value equality lets an edit elsewhere
/// stop at this stage, and a stray symbol would keep a whole old compilation in memory.
/// Names and types are C# source text: escaped and, where they are types, rooted at <c>global::</c>.
/// </remarks>
/// <param name="HintName">The generated file's name, unique in the assembly.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="ContainingTypes">Headers of the types around the class, outermost first: <c>partial class Shop</c>.</param>
/// <param name="TypeName">The class's own name.</param>
/// <param name="FullName">The class as other code names it.</param>
/// <param name="SortKey">The class's plain full name, which orders the registry.</param>
/// <param name="Name">The stable name.</param>
/// <param name="Version">From 1.</param>
/// <param name="Queue">The queue its runs wait in.</param>
/// <param name="Retention">How long runs that ended are kept; null for ever.</param>
/// <param name="Fingerprint">Hash of everything recorded journals depend on.</param>
/// <param name="RunCref">Names <c>RunAsync</c> in documentation.</param>
/// <param name="Input">Null when <c>RunAsync</c> takes no input.</param>
/// <param name="Result">Null when <c>RunAsync</c> returns a plain task.</param>
/// <param name="SetsRequiredMembers">Whether the constructor says that it sets required members, which a derived one must repeat.</param>
/// <param name="Constructor">Parameters of the constructor that the state machine forwards to.</param>
/// <param name="Steps">In order of declaration, those of base classes first.</param>
/// <param name="Signals">In order of declaration, those of base classes first.</param>
/// <param name="Handlers">Signal handlers, queries and updates, in order of declaration, those of base classes first.</param>
/// <param name="Serializers">The payload types and how they are written and read.</param>
/// <param name="Names">Names of generated members, chosen beside the author's.</param>
internal sealed record WorkflowModel(
    string HintName,
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string TypeName,
    string FullName,
    string SortKey,
    string Name,
    int Version,
    string Queue,
    TimeSpan? Retention,
    string Fingerprint,
    string RunCref,
    PayloadReference? Input,
    PayloadReference? Result,
    bool SetsRequiredMembers,
    EquatableArray<ConstructorParameterModel> Constructor,
    EquatableArray<StepModel> Steps,
    EquatableArray<SignalModel> Signals,
    EquatableArray<HandlerModel> Handlers,
    SerializersModel Serializers,
    GeneratedNames Names);
