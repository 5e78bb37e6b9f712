namespace Durable;

/// <summary>What kind of answer a question wants, so that whoever shows it knows how.</summary>
public enum AskKind
{
    /// <summary>Yes or no: <c>true</c> or <c>false</c>.</summary>
    Confirm,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Text that is not shown while it is typed.</summary>
    Password,

    /// <summary>A number.</summary>
    Number,

    /// <summary>The value of one of the choices.</summary>
    Select,

    /// <summary>A date, or a date and time, in ISO 8601.</summary>
    Date,

    /// <summary>An object with a member for each field.</summary>
    Form,
}
