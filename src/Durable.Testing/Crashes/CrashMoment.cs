namespace Durable.Testing;

/// <summary>When, around a write, the process dies.</summary>
public enum CrashMoment
{
    /// <summary>The write does not happen.</summary>
    BeforeWrite,

    /// <summary>The write happens, and the process never learns of it.</summary>
    BeforeAcknowledgement,

    /// <summary>The write happens and the process learns of it; it goes on until it writes again.</summary>
    AfterWrite,
}
