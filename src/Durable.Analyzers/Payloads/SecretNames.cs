using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Payloads;

/// <summary>Tells by a name and a type whether a value looks like a secret.</summary>
/// <remarks>
/// The name must end like one: <c>ClientSecret</c> is one, <c>SecretName</c> and <c>PasswordChangedAt</c> are not. The type must be able to hold one:
/// <c>bool HasPassword</c> does not.
/// </remarks>
internal static class SecretNames
{
    private static readonly string[] s_texts =
    [
        "password", "passwd", "pwd", "passphrase", "pass phrase", "passcode", "password hash", "secret",
        "api key", "apikey", "access key", "account key", "private key", "secret key", "encryption key", "signing key",
        "access token", "refresh token", "bearer token", "auth token", "id token", "api token", "session token", "security token", "jwt",
        "credential", "credentials", "connection string",
    ];

    private static readonly string[] s_numbers =
        ["card number", "credit card", "cvv", "cvc", "ssn", "social security number", "pin code"];

    // As a part of a longer name these are ordinary words: ContinuationToken, MapPin.
    private static readonly string[] s_wholeTexts = ["token"];
    private static readonly string[] s_wholeNumbers = ["pin"];

    // What a method does to get the secret that it returns; ResetPasswordAsync does not return one.
    private static readonly string[] s_verbs = ["get", "fetch", "read", "load", "create", "make", "generate", "issue", "request", "find", "decrypt"];

    public static bool IsSecret(string name, PayloadType type)
    {
        var words = Words(name);
        if (Element(type) is { } element)
        {
            type = element;
            words = words.EndsWith("s", StringComparison.Ordinal) && !EndsLike(words, s_texts) ? words.Substring(0, words.Length - 1) : words;
        }

        return (HoldsText(type) && (EndsLike(words, s_texts) || IsOne(words, s_wholeTexts)))
            || ((HoldsText(type) || HoldsWholeNumber(type)) && (EndsLike(words, s_numbers) || IsOne(words, s_wholeNumbers)));
    }

    /// <summary>The same for what a method returns: <c>GetPasswordAsync</c>.</summary>
    public static bool IsSecretResult(string method, PayloadType result)
    {
        var stem = method.EndsWith("Async", StringComparison.Ordinal) ? method.Substring(0, method.Length - "Async".Length) : method;
        return s_verbs.Any(verb => Words(stem).StartsWith($" {verb} ", StringComparison.Ordinal)) && IsSecret(stem, result);
    }

    // A character array and bytes hold one value; other sequences hold many.
    private static PayloadType? Element(PayloadType type) =>
        type.Shape == PayloadShape.Nullable || (type.Shape is PayloadShape.Sequence or PayloadShape.Map && type.Element!.Symbol.SpecialType != SpecialType.System_Char)
            ? type.Element
            : null;

    private static bool HoldsText(PayloadType type) =>
        type.Symbol.SpecialType == SpecialType.System_String
        || type.Shape == PayloadShape.Sequence
        || type.Builtin is { Writing: BuiltinWriting.Base64 }
        || (type.Builtin is not null && MetadataName.Of((type.Symbol as INamedTypeSymbol)!) is "System.Guid" or "System.Memory`1" or "System.ReadOnlyMemory`1");

    private static bool HoldsWholeNumber(PayloadType type) => type.Symbol.SpecialType
        is SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64;

    private static bool EndsLike(string words, string[] phrases) => phrases.Any(phrase => words.EndsWith(" " + phrase, StringComparison.Ordinal));

    private static bool IsOne(string words, string[] phrases) => phrases.Any(phrase => words == " " + phrase);

    // " api key" for ApiKey, APIKey, api_key and apiKey2.
    private static string Words(string name)
    {
        var words = new System.Text.StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var isStart = i == 0 || !char.IsLetter(name[i - 1])
                || (char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))));
            if (char.IsLetter(name[i]))
            {
                words.Append(isStart ? " " : "").Append(char.ToLowerInvariant(name[i]));
            }
        }

        return words.ToString();
    }
}
