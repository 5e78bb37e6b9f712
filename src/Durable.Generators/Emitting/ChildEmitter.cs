using Durable.Generators.Models;

namespace Durable.Generators.Emitting;

/// <summary>Writes how bodies start runs of the workflow: other bodies as children, its own as the next generation.</summary>
internal static class ChildEmitter
{
    public static void Emit(SourceWriter w, WorkflowModel model)
    {
        var names = model.Names;
        var description = $"{names.StateMachine}.{names.Description}";
        var (parameter, argument) = model.Input is { } input ? ($"{input.Type} input, ", "input") : ("", "default");
        var result = model.Result is { } payload ? $"<{payload.Type}>" : "";
        EmitHideable(w, model, GeneratedNames.RunChild, hiding =>
        {
            w.Line($"/// <summary>Runs <see cref=\"{model.RunCref}\"/> as a child of the calling body's run, and waits for its end. Starting twice is impossible.</summary>");
            EmitParameters(w, model, "Withdraws the wait; the child is cancelled where its policy says so.");
            w.Lines($"""
                /// <exception cref="global::Durable.ChildFailedException">The child ended otherwise than by completing.</exception>
                /// <exception cref="global::Durable.DurableException">The child was not started; the code says why.</exception>
                {GeneratedFile.Attribute}
                public static {hiding}{RuntimeTypes.Task}{result} {GeneratedNames.RunChild}(
                    {RuntimeTypes.WorkflowContext} ctx, {parameter}{RuntimeTypes.ChildOptions}? options = null, {RuntimeTypes.CancellationToken} cancellationToken = default) =>
                    ctx.RunChildAsync({description}, {argument}, options, cancellationToken);
                """);
        });
        EmitHideable(w, model, GeneratedNames.StartChild, hiding =>
        {
            w.Line($"/// <summary>Starts <see cref=\"{model.RunCref}\"/> as a child of the calling body's run. Starting twice is impossible.</summary>");
            EmitParameters(w, model, "Cancelled before the call: nothing is started.");
            w.Lines($"""
                /// <returns>The child's handle, once its start is durable.</returns>
                /// <exception cref="global::Durable.DurableException">The child was not started; the code says why.</exception>
                {GeneratedFile.Attribute}
                public static {hiding}{(model.Result is null ? "async " : "")}{RuntimeTypes.Task}<{RuntimeTypes.ChildRun}{result}> {GeneratedNames.StartChild}(
                    {RuntimeTypes.WorkflowContext} ctx, {parameter}{RuntimeTypes.ChildOptions}? options = null, {RuntimeTypes.CancellationToken} cancellationToken = default) =>
                    {(model.Result is null ? "await " : "")}ctx.StartChildAsync({description}, {argument}, options, cancellationToken);
                """);
        });
        EmitHideable(w, model, GeneratedNames.ContinueAsNew, hiding =>
        {
            w.Lines("""
                /// <summary>
                /// Ends this generation of the run and starts the next, with a fresh journal under the same run id; tags, and signals nobody took, are kept.
                /// </summary>
                /// <param name="ctx">The body's context.</param>
                """);
            if (model.Input is not null)
            {
                w.Line("/// <param name=\"input\">What the next generation's body is given.</param>");
            }

            w.Lines($"""
                /// <returns>A task that never completes; nothing of the body runs after it.</returns>
                {GeneratedFile.Attribute}
                protected static {hiding}{RuntimeTypes.Task}{result} {GeneratedNames.ContinueAsNew}({RuntimeTypes.WorkflowContext} ctx{(model.Input is { } own ? $", {own.Type} input" : "")}) =>
                    ctx.ContinueAsNewAsync({description}, {argument});
                """);
        });
    }

    private static void EmitHideable(SourceWriter w, WorkflowModel model, string name, Action<string> emit)
    {
        if (model.Names.Declared.Contains(name))
        {
            // The author's own member keeps its name.
            return;
        }

        var hiding = model.Names.NewFor(name);
        if (hiding.Length == 0)
        {
            emit(hiding);
            w.Line();
            return;
        }

        // Whether it hides the base's member or overloads it depends on the input types of both.
        w.Line("#pragma warning disable CS0109");
        emit(hiding);
        w.Line("#pragma warning restore CS0109");
        w.Line();
    }

    private static void EmitParameters(SourceWriter w, WorkflowModel model, string token)
    {
        w.Line("/// <param name=\"ctx\">The parent's context.</param>");
        if (model.Input is not null)
        {
            w.Line("/// <param name=\"input\">What the child's body is given.</param>");
        }

        w.Lines($"""
            /// <param name="options">Run id and parent-close policy; null for the defaults.</param>
            /// <param name="cancellationToken">{token}</param>
            """);
    }
}
