using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Durable.Asks;

/// <summary>Whether an answer is one that its question allows.</summary>
internal static class AnswerCheck
{
    // A pattern of the author's against text of anybody's.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);

    /// <summary>What is wrong, as the end of "the answer ..."; null when nothing is.</summary>
    public static string? Explain(AskPrompt prompt, JsonElement answer)
    {
        if (answer.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return prompt.Required ? "is missing" : null;
        }

        return prompt.Kind switch
        {
            AskKind.Confirm => answer.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "is neither true nor false",
            AskKind.Text or AskKind.Password => ExplainText(prompt, answer),
            AskKind.Number => ExplainNumber(prompt, answer),
            AskKind.Select => prompt.Choices?.Any(choice => choice.Value == TextOf(answer)) == true
                ? null
                : $"is none of the choices {string.Join(", ", prompt.Choices?.Select(static choice => choice.Value) ?? [])}",
            AskKind.Date => answer.ValueKind == JsonValueKind.String
                && DateTimeOffset.TryParse(answer.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _) ? null : "is no date",
            AskKind.Form => ExplainForm(prompt, answer),
            _ => null,
        };
    }

    /// <summary>Refuses a pattern that is none, before it is recorded.</summary>
    /// <exception cref="DurableException">It is no regular expression (<see cref="DurableErrorCodes.PatternInvalid"/>).</exception>
    public static void CheckPattern(AskPrompt prompt)
    {
        if (prompt.Pattern is not null)
        {
            try
            {
                PatternOf(prompt.Pattern);
            }
            catch (ArgumentException exception)
            {
                throw new DurableException(
                    DurableErrorCodes.PatternInvalid,
                    $"The pattern '{prompt.Pattern}' of the question '{prompt.Message}' is no regular expression: {exception.Message}",
                    "Mend AskPrompt.Pattern. Nothing was recorded.",
                    innerException: exception);
            }
        }

        foreach (var field in prompt.Fields ?? [])
        {
            CheckPattern(field.Prompt);
        }
    }

    private static string? ExplainText(AskPrompt prompt, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.String)
        {
            return "is no text";
        }

        var text = answer.GetString()!;
        if (text.Length == 0)
        {
            return prompt.Required ? "is empty" : null;
        }

        if (text.Length < prompt.Min || text.Length > prompt.Max)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is {text.Length} characters long, not {prompt.Min ?? 0} to {prompt.Max?.ToString(CultureInfo.InvariantCulture) ?? "any number"}");
        }

        return prompt.Pattern is null || Matches(prompt.Pattern, text) ? null : $"does not match the pattern '{prompt.Pattern}'";
    }

    private static string? ExplainNumber(AskPrompt prompt, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Number)
        {
            return "is no number";
        }

        // A number too large for a decimal is larger, or smaller, than every limit.
        var isInRange = answer.TryGetDecimal(out var number)
            ? !(number < prompt.Min) && !(number > prompt.Max)
            : (answer.GetDouble() < 0 ? prompt.Min : prompt.Max) is null;
        return isInRange ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"is {answer.GetRawText()}, not {prompt.Min?.ToString(CultureInfo.InvariantCulture) ?? "anything"} to {prompt.Max?.ToString(CultureInfo.InvariantCulture) ?? "anything"}");
    }

    private static string? ExplainForm(AskPrompt prompt, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            return "is no object";
        }

        foreach (var field in prompt.Fields ?? [])
        {
            var value = answer.TryGetProperty(field.Name, out var given) ? given : default;
            if (Explain(field.Prompt, value) is { } fault)
            {
                return $"has a field '{field.Name}' that {fault}";
            }
        }

        return null;
    }

    private static string? TextOf(JsonElement answer) => answer.ValueKind == JsonValueKind.String ? answer.GetString() : answer.GetRawText();

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return PatternOf(pattern).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex PatternOf(string pattern) => new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, s_patience);
}
