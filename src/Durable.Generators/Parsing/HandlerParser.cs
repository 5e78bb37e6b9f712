using System.Collections.Immutable;
using Durable.Generators.Models;
using Durable.Generators.Parsing.Payloads;
using Durable.Shared;
using Durable.Shared.Payloads;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Turns the signal handlers, queries and updates of one workflow into models.</summary>
internal sealed class HandlerParser
{
    private const string Async = "Async";

    private readonly WorkflowShape _shape;
    private readonly GeneratedNames _names;
    private readonly PayloadTable _payloads;
    private readonly UniqueNames _table;
    private readonly Lazy<HashSet<string>> _handleMethods;

    public HandlerParser(WorkflowShape shape, GeneratedNames names, PayloadTable payloads, DurableSymbols symbols)
    {
        _shape = shape;
        _names = names;
        _payloads = payloads;
        _table = new UniqueNames(StepParser.Inherited.Concat([names.Handlers, names.Serializers]));
        _handleMethods = new(() => new HashSet<string>(
            symbols.RunHandle?.GetMembers().OfType<IMethodSymbol>().Select(method => SignatureOf(method.Name, method.Parameters.Select(parameter => parameter.Type))) ?? [],
            StringComparer.Ordinal));
    }

    public EquatableArray<HandlerModel> Parse() => _shape.Handlers.Select(Parse).ToEquatableArray();

    private HandlerModel Parse(HandlerShape handler)
    {
        var stem = StableNames.ForStep(handler.Method.Name);
        var field = _table.Take(stem);
        var isSignal = handler.Kind == HandlerKind.SignalHandler;
        var inputType = isSignal || handler.Payloads.IsEmpty ? null : _table.Take(stem + "Input");
        var parameters = isSignal ? EquatableArray<HandlerParameterModel>.Empty : Parameters(handler, inputType);
        return new HandlerModel(
            handler.Kind,
            handler.Name,
            SourceText.Identifier(handler.Method.Name),
            Cref.Of(handler.Method),
            SourceText.Identifier(field),
            handler.TakesContext,
            ReturnsTask: !handler.Method.ReturnsVoid,
            handler.Signal is { } signal ? new SignalModel(SourceText.FieldOf(signal.Field), _payloads.Add(signal.Payload, Sensitivity.IsMarked(signal.Field))) : null,
            inputType is null ? null : _payloads.AddInput(
                inputType,
                $"{SourceText.Plain(_shape.Type)}.{_names.Handlers}.{inputType}",
                handler.Payloads.Zip(parameters, (declared, model) => new StepInputMember(model.Member, declared)).ToList()),
            parameters,
            _payloads.AddOptional(handler.Result, Sensitivity.IsResultMarked(handler.Method)),
            handler.Validator is { } validator ? Validator(validator) : null,
            isSignal ? null : HandleMethod(handler));
    }

    private static EquatableArray<HandlerParameterModel> Parameters(HandlerShape handler, string? inputType)
    {
        var members = new UniqueNames(StepParser.Inherited.Concat([inputType ?? ""]));

        // What follows one that must be passed must be passed, too.
        var required = handler.Payloads.Length - handler.Payloads.Reverse().TakeWhile(static parameter => parameter.HasExplicitDefaultValue).Count();
        return handler.Payloads
            .Select((parameter, index) => new HandlerParameterModel(
                SourceText.Of(parameter.Type),
                SourceText.Identifier(parameter.Name),
                SourceText.Identifier(members.Take(parameter.Name)),
                index < required ? null : DefaultValue(parameter)))
            .ToEquatableArray();
    }

    private static string DefaultValue(IParameterSymbol parameter) =>
        parameter is { ExplicitDefaultValue: null, Type: { IsReferenceType: true, NullableAnnotation: not NullableAnnotation.Annotated } }
            ? "default!"
            : ConstantText.Of(parameter.Type, parameter.ExplicitDefaultValue);

    private static ValidatorModel Validator(ValidatorShape validator) => new(
        SourceText.Identifier(validator.Method.Name),
        validator.Method.IsStatic ? SourceText.Plain(validator.Method.ContainingType) : null,
        validator.TakesContext,
        ReturnsReason: !validator.Method.ReturnsVoid);

    private HandleMethodModel HandleMethod(HandlerShape handler)
    {
        var parameters = new UniqueNames(handler.Payloads.Select(parameter => parameter.Name));
        var types = handler.Payloads.Select(parameter => parameter.Type).ToImmutableArray();
        var stem = StableNames.ForStep(handler.Method.Name);
        var name = stem + Async;
        for (var number = 2; !_handleMethods.Value.Add(SignatureOf(name, types, handler.Kind)); number++)
        {
            // Another overload, or a member of every handle, has just this signature.
            name = stem + number.ToText() + Async;
        }

        return new HandleMethodModel(
            SourceText.Identifier(name),
            AccessibilityOf(handler.Result is { } result ? types.Add(result) : types),
            parameters.Take("idempotencyKey"),
            parameters.Take("cancellationToken"));
    }

    private static string SignatureOf(string name, IEnumerable<ITypeSymbol> types, HandlerKind kind)
    {
        var engine = kind == HandlerKind.Update ? "string, global::System.Threading.CancellationToken" : "global::System.Threading.CancellationToken";
        return $"{name}({string.Join(", ", types.Select(SourceText.Plain).Concat([engine]))})";
    }

    private static string SignatureOf(string name, IEnumerable<ITypeSymbol> types) => $"{name}({string.Join(", ", types.Select(SourceText.Plain))})";

    private static string AccessibilityOf(ImmutableArray<ITypeSymbol> types) =>
        types.All(type => IsVisible(type, Accessibility.Public)) ? "public"
        : types.All(type => IsVisible(type, Accessibility.Internal)) ? "internal"
        : "private";

    private static bool IsVisible(ITypeSymbol type, Accessibility needed) => type switch
    {
        IArrayTypeSymbol array => IsVisible(array.ElementType, needed),
        INamedTypeSymbol named =>
            (named.DeclaredAccessibility == Accessibility.Public
                || (needed == Accessibility.Internal && named.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal))
            && named.TypeArguments.All(argument => IsVisible(argument, needed))
            && (named.ContainingType is null || IsVisible(named.ContainingType, needed)),
        _ => true,
    };
}
