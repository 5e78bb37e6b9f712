namespace Durable.Shared;

/// <summary>Ids of the rules. An id is never reused.</summary>
internal static class RuleIds
{
    public const string Clock = "DUR0001";
    public const string NewId = "DUR0002";
    public const string Chance = "DUR0003";
    public const string Timer = "DUR0004";
    public const string ForeignAwait = "DUR0009";
    public const string UnstableOrder = "DUR0012";
    public const string HashCode = "DUR0013";
    public const string StaticState = "DUR0014";
    public const string StackTrace = "DUR0017";
    public const string EndlessLoop = "DUR0018";
    public const string StepWrites = "DUR0021";
    public const string NotPartial = "DUR1001";
    public const string NotInheritable = "DUR1002";
    public const string NotReachable = "DUR1003";
    public const string NoRun = "DUR1004";
    public const string WrongRun = "DUR1005";
    public const string StepNotVirtual = "DUR1006";
    public const string StepNotAwaitable = "DUR1007";
    public const string StepSignature = "DUR1008";
    public const string NoEffect = "DUR1009";
    public const string DuplicateStep = "DUR1010";
    public const string InvalidName = "DUR1011";
    public const string DuplicateWorkflow = "DUR1012";
    public const string DuplicateSignal = "DUR1013";
    public const string SignalHandledAndWaitedFor = "DUR1014";
    public const string CompensatorMissing = "DUR1015";
    public const string CompensatorParameters = "DUR1016";
    public const string CompensatorAmbiguous = "DUR1017";
    public const string CompensationCycle = "DUR1018";
    public const string CompensatorNotAwaitable = "DUR1019";
    public const string InvalidDuration = "DUR1020";
    public const string OutOfRange = "DUR1021";
    public const string UnstableKey = "DUR1023";
    public const string ValidatorMismatch = "DUR1024";
    public const string NotStaticReadonly = "DUR1025";
    public const string SharedDependency = "DUR1026";
    public const string HandlerSignature = "DUR1027";
    public const string UnserializablePayload = "DUR2001";
    public const string PayloadConstructor = "DUR2002";
    public const string PayloadMemberLost = "DUR2003";
    public const string PayloadOpenPolymorphism = "DUR2004";
    public const string PayloadUntyped = "DUR2005";
    public const string PayloadNotData = "DUR2006";
    public const string PayloadDictionaryKey = "DUR2007";
    public const string UnmarkedSecret = "DUR2008";
}
