namespace Durable.Generators.Tests.Payloads.Arbitraries;

/// <summary>The kinds of type that are made up.</summary>
internal enum TypeKind
{
    Class,
    Record,
    Positional,
    Constructor,
    Struct,
    RecordStruct,
    ReadonlyRecordStruct,
    Polymorphic,
    Enum,
    TextEnum,
}
