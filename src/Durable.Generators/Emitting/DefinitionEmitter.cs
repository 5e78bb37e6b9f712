using Durable.Generators.Models;
using Durable.Shared.Shape;

namespace Durable.Generators.Emitting;

/// <summary>Writes the typed definition of a workflow.</summary>
/// <remarks>
/// It is a field of the state machine rather than of the author's class: static fields of several partial parts start in an
/// order nobody chose, and the definition needs the author's signals to be there.
/// </remarks>
internal static class DefinitionEmitter
{
    // What the run-time library assumes where nothing is said.
    private static readonly TimeSpan s_defaultRetention = TimeSpan.FromDays(30);

    public static void Emit(SourceWriter w, WorkflowModel model)
    {
        var types = $"{model.Input?.Type ?? RuntimeTypes.Nothing}, {model.Result?.Type ?? RuntimeTypes.Nothing}";
        w.Line($"/// <summary>What the engine knows about <see cref=\"{model.FullName}\"/>.</summary>");
        w.Line($"public static readonly {RuntimeTypes.WorkflowDefinitionOf}<{types}> {model.Names.Description} = new(");
        using (w.Indented())
        {
            w.Line($"name: {Literal.Of(model.Name)},");
            w.Line($"version: {Literal.Of(model.Version)},");
            w.Line($"queue: {Literal.Of(model.Queue)},");
            w.Line($"fingerprint: {Literal.Of(model.Fingerprint)},");
            EmitList(w, "steps", model.Steps.Select(step => $"{model.Names.Steps}.{step.Field}").Concat(
                ConstructorText.SharedSteps(model.Constructor).Select(shared => $".. {RuntimeTypes.WorkflowServices}.StepsOf<{shared}>()")));
            EmitList(w, "signals", model.Signals.Select(signal =>
                $"new {RuntimeTypes.SignalDefinition}<{signal.Payload.Type}>({signal.Field}, {signal.Payload.Serializer}{(signal.Payload.Mask is { } mask ? ", " + mask : "")})"));
            w.Line($"input: {model.Input?.Serializer ?? "null"},");
            w.Line($"result: {model.Result?.Serializer ?? "null"},");
            w.Line($"serializers: {(model.Serializers.Types.Count > 0 ? model.Names.Serializers + ".Default" : "null")},");
            if (model.Retention != s_defaultRetention)
            {
                w.Line($"retention: {(model.Retention is { } retention ? Literal.Of(retention) : "global::System.Threading.Timeout.InfiniteTimeSpan")},");
            }

            EmitHandlers(w, model);
            EmitCreate(w, model);
            EmitRun(w, model);
        }
    }

    private static void EmitHandlers(SourceWriter w, WorkflowModel model)
    {
        if (model.Handlers.Count == 0)
        {
            return;
        }

        string List(HandlerKind kind) => string.Join(
            ", ", model.Handlers.Where(handler => handler.Kind == kind).Select(handler => $"{model.Names.Handlers}.{handler.Field}"));

        w.Line("handlers: new(");
        using (w.Indented())
        {
            w.Line($"signals: [{List(HandlerKind.SignalHandler)}],");
            w.Line($"queries: [{List(HandlerKind.Query)}],");
            w.Line($"updates: [{List(HandlerKind.Update)}]),");
        }
    }

    private static void EmitList(SourceWriter w, string parameter, IEnumerable<string> items)
    {
        var list = items.ToList();
        if (list.Count == 0)
        {
            w.Line($"{parameter}: [],");
            return;
        }

        w.Line($"{parameter}:");
        w.Line("[");
        using (w.Indented())
        {
            list.ForEach(item => w.Line($"{item},"));
        }

        w.Line("],");
    }

    private static void EmitCreate(SourceWriter w, WorkflowModel model)
    {
        if (model.Constructor.Count == 0)
        {
            w.Line($"create: static (_, run) => new {model.Names.StateMachine}(run),");
            return;
        }

        w.Line($"create: static (services, run) => new {model.Names.StateMachine}(");
        using (w.Indented())
        {
            w.Line("run,");
            for (var i = 0; i < model.Constructor.Count; i++)
            {
                w.Line(ConstructorText.Resolve(model.Constructor[i]) + (i == model.Constructor.Count - 1 ? ")," : ","));
            }
        }
    }

    private static void EmitRun(SourceWriter w, WorkflowModel model)
    {
        var (parameter, arguments) = model.Input is null ? ("_", "ctx") : ("input", "ctx, input");
        var call = $"(({model.Names.StateMachine})self).RunAsync({arguments})";
        w.Separated(Arguments(), ",", ");");

        IEnumerable<string> Arguments()
        {
            yield return $"run: static (self, ctx, {parameter}) => {(model.Result is null ? $"{RuntimeTypes.Nothing}.From({call})" : call)}";
            if (model.Input?.Mask is { } input)
            {
                yield return $"inputMask: {input}";
            }

            if (model.Result?.Mask is { } result)
            {
                yield return $"resultMask: {result}";
            }
        }
    }
}
