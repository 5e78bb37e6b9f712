using Durable.Generators.Models;
using Durable.Shared.Shape;

namespace Durable.Generators.Emitting;

/// <summary>Writes the table of a workflow's signal handlers, queries and updates: how the engine calls the author's methods, without reflection.</summary>
internal static class HandlerTableEmitter
{
    public static void Emit(SourceWriter w, WorkflowModel model)
    {
        w.Lines($"""
            /// <summary>What callers can have a run do, and how their arguments are sent.</summary>
            {GeneratedFile.Attribute}
            """);
        using (w.Block($"private static class {model.Names.Handlers}"))
        {
            var isFirst = true;
            foreach (var handler in model.Handlers)
            {
                if (!isFirst)
                {
                    w.Line();
                }

                isFirst = false;
                w.Line($"/// <summary><see cref=\"{handler.Cref}\"/>.</summary>");
                w.Line($"public static readonly {TypeOf(handler)} {handler.Field} = new(");
                using (w.Indented())
                {
                    EmitArguments(w, model, handler);
                }

                EmitInputType(w, handler);
            }
        }
    }

    private static void EmitArguments(SourceWriter w, WorkflowModel model, HandlerModel handler)
    {
        var self = $"(({model.FullName})self)";
        if (handler.Signal is { } signal)
        {
            var handle = $"{self}.{handler.MethodName}({Arguments(handler.TakesContext, ["value"])})";
            w.Line($"signal: {signal.Field},");
            w.Line($"payload: {signal.Payload.Serializer},");
            w.Line($"invoke: static (self, {(handler.TakesContext ? "ctx" : "_")}, value) => {(handler.ReturnsTask ? handle : $"{{ {handle}; return {RuntimeTypes.Task}.CompletedTask; }}")});");
            return;
        }

        var call = $"{self}.{handler.MethodName}({Arguments(handler.TakesContext, Inputs(handler))})";
        w.Line($"name: {Literal.Of(handler.Name)},");
        w.Line($"arguments: {handler.Input?.Serializer ?? "null"},");
        w.Line($"result: {handler.Result?.Serializer ?? "null"},");
        var isTyped = handler.Kind == HandlerKind.Query || handler.Result is not null;
        w.Separated(Rest(), ",", ");");

        IEnumerable<string> Rest()
        {
            yield return $"invoke: static {Parameters(handler, handler.TakesContext, usesSelf: true)} => {(isTyped ? call : $"{RuntimeTypes.Nothing}.From({call})")}";
            if (handler.Validator is { } validator)
            {
                var check = $"{validator.StaticOwner ?? self}.{validator.MethodName}({Arguments(validator.TakesContext, Inputs(handler))})";
                yield return $"validate: static {Parameters(handler, validator.TakesContext, validator.StaticOwner is null)} => {(validator.ReturnsReason ? check : $"{{ {check}; return null; }}")}";
            }

            if (handler.Input?.Mask is { } arguments)
            {
                yield return $"argumentsMask: {arguments}";
            }

            if (handler.Result?.Mask is { } result)
            {
                yield return $"resultMask: {result}";
            }
        }
    }

    private static string Parameters(HandlerModel handler, bool takesContext, bool usesSelf) =>
        $"({(usesSelf ? "self" : "_")}, {(takesContext ? "ctx" : "_")}, {(handler.Input is null ? "_" : "input")})";

    private static IEnumerable<string> Inputs(HandlerModel handler) => handler.Parameters.Select(parameter => $"input.{parameter.Member}");

    private static string Arguments(bool takesContext, IEnumerable<string> values) => string.Join(", ", takesContext ? values.Prepend("ctx") : values);

    private static void EmitInputType(SourceWriter w, HandlerModel handler)
    {
        if (handler.Input is null)
        {
            return;
        }

        var members = handler.Parameters.Select(parameter => $"{parameter.Type} {parameter.Member}");
        w.Lines($"""

            /// <summary>The arguments of <see cref="{handler.Cref}"/>.</summary>
            public readonly record struct {handler.Input.Type}({string.Join(", ", members)});
            """);
    }

    private static string TypeOf(HandlerModel handler)
    {
        if (handler.Signal is { } signal)
        {
            return $"{RuntimeTypes.SignalHandlerDefinition}<{signal.Payload.Type}>";
        }

        var definition = handler.Kind == HandlerKind.Query ? RuntimeTypes.QueryDefinition : RuntimeTypes.UpdateDefinition;
        return $"{definition}<{handler.Input?.Type ?? RuntimeTypes.Nothing}, {handler.Result?.Type ?? RuntimeTypes.Nothing}>";
    }
}
