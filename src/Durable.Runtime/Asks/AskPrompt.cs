using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Durable;

/// <summary>A question as it is shown to a person, and what counts as an answer. All of it is recorded when it is asked.</summary>
/// <example><code>AskPrompt.Number("How many?") with { Min = 1, Max = 9, Assignee = "sales", ExpiresIn = TimeSpan.FromDays(2) }</code></example>
public sealed record AskPrompt
{
    [JsonConstructor]
    internal AskPrompt(AskKind kind, string message)
    {
        Kind = kind;
        Message = message;
    }

    /// <summary>What kind of answer is wanted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public AskKind Kind { get; }

    /// <summary>The question.</summary>
    public string Message { get; }

    /// <summary>The answers offered, for <see cref="AskKind.Select"/>.</summary>
    public IReadOnlyList<AskChoice>? Choices { get; init; }

    /// <summary>The fields to fill, for <see cref="AskKind.Form"/>.</summary>
    public IReadOnlyList<AskField>? Fields { get; init; }

    /// <summary>Who should answer, in the author's words; null for anybody.</summary>
    public string? Assignee { get; init; }

    /// <summary>How long the question stays open, 0 to 3,650 days; null for ever. Then <see cref="AskExpiredException"/> is thrown in the body.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>What is filled in at first, as text; it is only shown and answers nothing by itself.</summary>
    public string? Default { get; init; }

    /// <summary>The smallest number, or the fewest characters of a text; null for no limit.</summary>
    public decimal? Min { get; init; }

    /// <summary>The largest number, or the most characters of a text; null for no limit.</summary>
    public decimal? Max { get; init; }

    /// <summary>A regular expression that a text must match as a whole; null for none.</summary>
    public string? Pattern { get; init; }

    /// <summary>Whether <c>null</c> and empty text are refused. Default false. <c>false</c> and 0 are answers like others.</summary>
    public bool Required { get; init; }

    /// <summary>Asks for yes or no.</summary>
    /// <param name="message">The question.</param>
    public static AskPrompt Confirm(string message) => Of(AskKind.Confirm, message);

    /// <summary>Asks for text.</summary>
    /// <param name="message">The question.</param>
    public static AskPrompt Text(string message) => Of(AskKind.Text, message);

    /// <summary>Asks for text that is not shown while it is typed. The answer is recorded as it is.</summary>
    /// <param name="message">The question.</param>
    public static AskPrompt Password(string message) => Of(AskKind.Password, message);

    /// <summary>Asks for a number.</summary>
    /// <param name="message">The question.</param>
    public static AskPrompt Number(string message) => Of(AskKind.Number, message);

    /// <summary>Asks for one of several answers.</summary>
    /// <param name="message">The question.</param>
    /// <param name="choices">The answers offered; the answer is the chosen one's value.</param>
    public static AskPrompt Select(string message, params IEnumerable<string> choices) => Select(message, choices.Select(static choice => new AskChoice(choice)));

    /// <summary>Asks for one of several answers.</summary>
    /// <param name="message">The question.</param>
    /// <param name="choices">The answers offered; the answer is the chosen one's value.</param>
    // Meant by new("a", "A"), which the compiler could take for a text, too.
    [OverloadResolutionPriority(1)]
    public static AskPrompt Select(string message, params IEnumerable<AskChoice> choices) => Of(AskKind.Select, message) with { Choices = [.. choices] };

    /// <summary>Asks for a date, or a date and time.</summary>
    /// <param name="message">The question.</param>
    public static AskPrompt Date(string message) => Of(AskKind.Date, message);

    /// <summary>Asks for several things at once.</summary>
    /// <param name="message">The question.</param>
    /// <param name="fields">What is asked for.</param>
    public static AskPrompt Form(string message, params IEnumerable<AskField> fields) => Of(AskKind.Form, message) with { Fields = [.. fields] };

    private static AskPrompt Of(AskKind kind, string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new AskPrompt(kind, message);
    }
}
