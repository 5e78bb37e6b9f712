using Durable.Generators.Models;
using Durable.Shared.Shape;

namespace Durable.Generators.Emitting;

/// <summary>Writes a member of <c>Run</c> for each query and update.</summary>
internal static class HandleMethodEmitter
{
    public static void Emit(SourceWriter w, WorkflowModel model)
    {
        foreach (var handler in model.Handlers)
        {
            if (handler.Client is { } method)
            {
                w.Line();
                EmitMethod(w, model, handler, method);
            }
        }
    }

    private static void EmitMethod(SourceWriter w, WorkflowModel model, HandlerModel handler, HandleMethodModel method)
    {
        var isUpdate = handler.Kind == HandlerKind.Update;
        w.Line(isUpdate
            ? $"/// <summary>Has <see cref=\"{handler.Cref}\"/> carried out inside the run, which is woken where it sleeps.</summary>"
            : $"/// <summary>Asks <see cref=\"{handler.Cref}\"/>, from the run's recorded state; changes nothing.</summary>");
        foreach (var parameter in handler.Parameters)
        {
            w.Line($"/// <param name=\"{parameter.Name.TrimStart('@')}\">As <see cref=\"{handler.Cref}\"/> takes it.</param>");
        }

        if (isUpdate)
        {
            w.Line($"/// <param name=\"{method.Key}\">1 to 200 printable characters; who asks again with the same key gets the recorded outcome. Null for no such check.</param>");
        }

        w.Line($"/// <param name=\"{method.Token}\">Gives up waiting{(isUpdate ? "; the update may be carried out all the same" : "")}.</param>");
        w.Line(isUpdate ? "/// <returns>The outcome, once it is durable.</returns>" : "/// <returns>The answer.</returns>");
        if (isUpdate)
        {
            w.Lines("""
                /// <exception cref="global::Durable.UpdateRefusedException">The validator refused it.</exception>
                /// <exception cref="global::Durable.UpdateFailedException">The method threw.</exception>
                """);
        }

        w.Line("/// <exception cref=\"global::Durable.DurableException\">No such run, or it cannot be asked; the code says why.</exception>");
        var values = handler.Parameters
            .Select(parameter => $"{parameter.Type} {parameter.Name}{(parameter.DefaultValue is { } value ? $" = {value}" : "")}")
            .ToList();
        if (isUpdate)
        {
            values.Add($"string? {method.Key} = null");
        }

        values.Add($"{RuntimeTypes.CancellationToken} {method.Token} = default");
        var input = handler.Input is null ? "default" : $"new {model.Names.Handlers}.{handler.Input.Type}({string.Join(", ", handler.Parameters.Select(parameter => parameter.Name))})";
        var result = handler.Result is { } payload ? $"{RuntimeTypes.Task}<{payload.Type}>" : RuntimeTypes.Task;
        var definition = $"{model.Names.Handlers}.{handler.Field}";
        w.Line($"{method.Accessibility} {result} {method.Name}({string.Join(", ", values)}) =>");
        using (w.Indented())
        {
            w.Line(isUpdate
                ? $"UpdateAsync({definition}, {input}, {method.Key}, {method.Token});"
                : $"QueryAsync({definition}, {input}, {method.Token});");
        }
    }
}
