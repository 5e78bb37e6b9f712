using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Reads the <c>[RateLimit]</c> of a step (DUR1020, DUR1021, DUR1022).</summary>
internal sealed class RateLimitReader(DurableSymbols symbols, StepKeyReader keys, ProblemSink problems, CancellationToken cancellationToken)
{
    private const int LargestLimit = 1_000_000;

    private static readonly TimeSpan s_defaultPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Null for a step without one, or one that is wrong.</summary>
    public RateLimitShape? Read(IMethodSymbol method, ImmutableArray<StepParameter> parameters)
    {
        if (symbols.FindRateLimit(method) is not { } attribute)
        {
            return null;
        }

        var arguments = new AttributeArguments(attribute, cancellationToken);
        if (arguments.IsUnfinished)
        {
            problems.MarkUnfinished();
            return null;
        }

        var limit = ReadLimit(arguments);
        var per = ReadPeriod(arguments);
        var onLimit = ReadOnLimit(arguments);
        return ReadKey(method, arguments, parameters) is { IsDefault: false } key ? new RateLimitShape(key, limit, per, onLimit) : null;
    }

    private int ReadLimit(AttributeArguments arguments)
    {
        var value = arguments.Number("Limit", otherwise: 0);
        if (value is < 1 or > LargestLimit)
        {
            problems.Add(
                RuleIds.OutOfRange,
                arguments.LocationOf("Limit"),
                "Limit",
                arguments.Has("Limit") ? value.ToText() : "missing",
                value < 1 ? "so no attempt could ever start" : "which is no limit any more",
                "write a number from 1 to 1000000");
        }

        return value;
    }

    private TimeSpan ReadPeriod(AttributeArguments arguments)
    {
        if (!arguments.Has("Per"))
        {
            return s_defaultPeriod;
        }

        var text = arguments.Text("Per");
        if (!DurationLiteral.TryParse(text, out var value))
        {
            problems.Add(RuleIds.InvalidDuration, arguments.LocationOf("Per"), text ?? "null", "Per");
        }
        else if (value == TimeSpan.Zero)
        {
            problems.Add(RuleIds.OutOfRange, arguments.LocationOf("Per"), "Per", "zero", "in which nothing can be counted", "write a longer duration");
        }

        return value;
    }

    private OnLimitKind ReadOnLimit(AttributeArguments arguments)
    {
        var value = arguments.Number("OnLimit", (int)OnLimitKind.Wait);
        if (value is not ((int)OnLimitKind.Wait or (int)OnLimitKind.Fail))
        {
            problems.Add(
                RuleIds.OutOfRange, arguments.LocationOf("OnLimit"), "OnLimit", value.ToText(), "no member of the enum", "write 'OnLimit.Wait' or 'OnLimit.Fail'");
        }

        return (OnLimitKind)value;
    }

    /// <summary>Default where the key is wrong.</summary>
    private ImmutableArray<RateLimitKeyPart> ReadKey(IMethodSymbol method, AttributeArguments arguments, ImmutableArray<StepParameter> parameters)
    {
        var template = arguments.Name ?? "";
        var parts = ImmutableArray.CreateBuilder<RateLimitKeyPart>();
        var text = new StringBuilder();
        var fault = template.Length == 0 ? ("is empty, so it names nothing", "name what is limited") : default((string Reason, string Remedy)?);
        for (var i = 0; i < template.Length && fault is null; i++)
        {
            var character = template[i];
            if (character is '{' or '}' && i + 1 < template.Length && template[i + 1] == character)
            {
                text.Append(character);
                i++;
            }
            else if (character == '}' || (character == '{' && template.IndexOf('}', i) < 0))
            {
                fault = ($"has a '{character}' without its counterpart", "close it, or double a brace that is meant as such");
            }
            else if (character == '{')
            {
                var end = template.IndexOf('}', i);
                Flush();
                fault = AddParameter(template.Substring(i + 1, end - i - 1), parameters, parts);
                i = end;
            }
            else
            {
                text.Append(character);
            }
        }

        Flush();
        if (fault is not var (reason, remedy))
        {
            return parts.ToImmutable();
        }

        problems.Add(RuleIds.LimitKey, arguments.NameLocation ?? arguments.Location, template, method.Name, reason, remedy);
        return default;

        void Flush()
        {
            if (text.Length > 0)
            {
                parts.Add(new RateLimitKeyPart(text.ToString(), Parameter: null));
                text.Clear();
            }
        }
    }

    private (string Reason, string Remedy)? AddParameter(
        string name, ImmutableArray<StepParameter> parameters, ImmutableArray<RateLimitKeyPart>.Builder parts)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Name != name || parameters[i].Kind != StepParameterKind.Payload)
            {
                continue;
            }

            if (keys.TryRead(parameters[i].Type) is not { IsDefault: false } members)
            {
                return ($"names '{name}', and '{TypeText.Of(parameters[i].Type)}' has no text that is the same at any time", StepKeyReader.Remedy);
            }

            parts.Add(new RateLimitKeyPart("", new KeyPart(i, members)));
            return null;
        }

        var offers = parameters.Where(static parameter => parameter.Kind == StepParameterKind.Payload).Select(static parameter => $"'{{{parameter.Name}}}'").ToList();
        return (
            $"names '{name}', which is no parameter that is recorded",
            offers.Count == 0 ? "the step has none, so leave it out" : $"use one of: {string.Join(", ", offers)}");
    }
}
