namespace Durable;

/// <summary>The check that a principal goes through before a run is started for it.</summary>
internal static class PrincipalCheck
{
    private const int LongestWord = 200;
    private const int MostScopes = 1_000;

    /// <summary>The principal as it is recorded: a copy that belongs to the run's tenant.</summary>
    /// <param name="given">What the caller gave.</param>
    /// <param name="tenant">The run's, or null.</param>
    /// <param name="option">Where it was given, for the message.</param>
    /// <exception cref="DurableException">Something about it makes no sense (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public static Principal Complete(Principal given, string? tenant, string option)
    {
        Word(given.Id, "Id", option);
        if (given.Tenant is not null)
        {
            Word(given.Tenant, "Tenant", option);
            if (tenant is not null && tenant != given.Tenant)
            {
                throw Invalid(option, $"is of the tenant '{given.Tenant}', and the run of '{tenant}'", "Start the run for the principal's own tenant.");
            }
        }

        if (given.Scopes is not { Count: <= MostScopes } scopes)
        {
            throw Invalid(option, "has no list of scopes, or one with more than 1,000", "Leave out the scopes, or give fewer.");
        }

        foreach (var scope in scopes)
        {
            Word(scope, "Scopes", option);
        }

        if (given.SpendLimit < 0)
        {
            throw Invalid(option, $"has the spend limit {given.SpendLimit}", "Give one that is not negative, or null for no limit.");
        }

        return given with { Tenant = given.Tenant ?? tenant, Scopes = [.. scopes] };
    }

    private static void Word(string? text, string member, string option)
    {
        if (string.IsNullOrEmpty(text) || text.Length > LongestWord || text.Any(char.IsControl))
        {
            throw Invalid(option, $"has a {member} that is missing, empty, too long or not printable", $"Use 1 to {LongestWord} printable characters.");
        }
    }

    private static DurableException Invalid(string option, string what, string nextAction) =>
        new(DurableErrorCodes.OptionInvalid, $"{option}.Principal {what}.", nextAction);
}
