using Durable.Shared.Payloads;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Payloads;

/// <summary>Finds what looks like a secret in a payload and carries no <c>[Sensitive]</c> (DUR2008).</summary>
internal static class Secrets
{
    private const string Mark = "[Sensitive]";

    public static IEnumerable<Secret> In(PayloadRoot root, PayloadType type)
    {
        if (IsMarked(root.Bearer))
        {
            return [];
        }

        return OfBearer(root.Bearer, type) is { } secret ? [secret] : InMembers(PayloadTypeName.ForPeople(root.Type), type);
    }

    private static bool IsMarked(ISymbol? bearer) => bearer switch
    {
        IParameterSymbol parameter => Sensitivity.IsMarked(parameter),
        IFieldSymbol signal => Sensitivity.IsMarked(signal),
        IMethodSymbol method => Sensitivity.IsResultMarked(method),
        _ => false,
    };

    private static Secret? OfBearer(ISymbol? bearer, PayloadType type) => bearer switch
    {
        IParameterSymbol when SecretNames.IsSecret(bearer.Name, type) =>
            new Secret(bearer.Name, bearer, "the parameter", Mark, Places.OfIdentifier(bearer)),
        IFieldSymbol when SecretNames.IsSecret(bearer.Name, type) =>
            new Secret(bearer.Name, bearer, "the field", Mark, Places.OfIdentifier(bearer)),
        IMethodSymbol when SecretNames.IsSecretResult(bearer.Name, type) =>
            new Secret(bearer.Name, bearer, "its result", "[return: Sensitive]", Place: null),
        _ => null,
    };

    private static IEnumerable<Secret> InMembers(string rootName, PayloadType root)
    {
        var seen = new HashSet<PayloadType> { root };
        var queue = new Queue<(string Path, PayloadType Type)>();
        queue.Enqueue((rootName, root));
        while (queue.Count > 0)
        {
            var (path, type) = queue.Dequeue();
            foreach (var member in type.Members.Where(static member => !member.IsSensitive && SecretNames.IsSecret(member.Name, member.Type)))
            {
                yield return new Secret($"{path}.{member.Name}", member.Symbol, "the member", Mark, Place: null);
            }

            // What a marked member contains is hidden with it.
            var hidden = type.Members.Where(static member => member.IsSensitive).Select(static member => "." + member.Name).ToList();
            foreach (var (suffix, target) in type.Edges())
            {
                if (!hidden.Contains(suffix) && seen.Add(target))
                {
                    queue.Enqueue((path + suffix, target));
                }
            }
        }
    }
}
