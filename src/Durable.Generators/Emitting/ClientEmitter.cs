using Durable.Generators.Models;
using Durable.Shared.Shape;

namespace Durable.Generators.Emitting;

/// <summary>Writes <c>Client</c> and <c>Run</c>: the typed way to start a run and to talk to it.</summary>
internal static class ClientEmitter
{
    public static void Emit(SourceWriter w, WorkflowModel model)
    {
        EmitClient(w, model);
        w.Line();
        EmitRun(w, model);
    }

    private static void EmitClient(SourceWriter w, WorkflowModel model)
    {
        w.Lines($"""
            /// <summary>Starts runs of <see cref="{model.FullName}"/> and finds them again. Thread-safe.</summary>
            /// <param name="client">The client to call through.</param>
            {GeneratedFile.Attribute}
            """);
        using (w.Block($"public {model.Names.NewFor(GeneratedMembers.Client)}sealed class Client({RuntimeTypes.DurableClient} client)"))
        {
            EmitStart(w, model);
            w.Line();
            EmitSignalWithStart(w, model);
            w.Line();
            if (model.Handlers.Any(handler => handler.Kind == HandlerKind.Update))
            {
                EmitUpdateWithStart(w, model);
                w.Line();
            }

            EmitSchedule(w, model);
            w.Line();
            w.Lines("""
                /// <summary>The handle of an existing run. Nothing is checked before its first call.</summary>
                /// <param name="runId">The run's id.</param>
                public Run Get(string runId) => new(client, runId);

                /// <summary>The client of one tenant's runs: it reaches no others.</summary>
                /// <param name="tenant">The tenant: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</param>
                /// <exception cref="global::Durable.DurableException">No such name is possible, or this client is confined to another tenant.</exception>
                public Client ForTenant(string tenant) => new(client.ForTenant(tenant));
                """);
        }
    }

    private static void EmitStart(SourceWriter w, WorkflowModel model)
    {
        var (parameter, argument) = model.Input is { } input ? ($"{input.Type} input, ", "input") : ("", "default");
        w.Lines($"""
            /// <summary>Starts a run of <see cref="{model.RunCref}"/>.</summary>
            """);
        if (model.Input is not null)
        {
            w.Line("/// <param name=\"input\">What the body is given; recorded with the start.</param>");
        }

        w.Lines($"""
            /// <param name="options">Run id, tags, priority, delay, queue and tenant; null for the defaults.</param>
            /// <param name="cancellationToken">Gives up waiting; the run may have been started all the same.</param>
            /// <returns>The run's handle, once the start is durable; with a run id that is taken, the existing run's.</returns>
            /// <exception cref="global::Durable.DurableException">The start was refused; its code says why.</exception>
            public async {RuntimeTypes.Task}<Run> StartAsync(
                {parameter}{RuntimeTypes.StartOptions}? options = null, {RuntimeTypes.CancellationToken} cancellationToken = default) =>
                new(client.ForTenantOf(options), await client.StartAsync({Description(model)}, {argument}, options, cancellationToken).ConfigureAwait(false));
            """);
    }

    private static void EmitSignalWithStart(SourceWriter w, WorkflowModel model)
    {
        var (parameter, argument) = model.Input is { } input ? ($"{input.Type} input, ", "input") : ("", "default");
        w.Line($"/// <summary>Sends a signal to a run of <see cref=\"{model.RunCref}\"/>, which is started by the same act unless it exists.</summary>");
        if (model.Input is not null)
        {
            w.Line("/// <param name=\"input\">What the body is given if the run is started.</param>");
        }

        w.Lines($"""
            /// <param name="signal">The signal, as declared on the workflow class.</param>
            /// <param name="value">What is sent.</param>
            /// <param name="options">Run id, and how to start it; null for the defaults.</param>
            /// <param name="idempotencyKey">Of several signals to one run with the same key, only the first is stored. Null for no such check.</param>
            /// <param name="cancellationToken">Gives up waiting; both may have happened all the same.</param>
            /// <returns>The run's handle, once the signal is durable.</returns>
            /// <exception cref="global::Durable.DurableException">Nothing was stored; the code says why.</exception>
            public async {RuntimeTypes.Task}<Run> SignalWithStartAsync<TSignal>(
                {parameter}{RuntimeTypes.Signal}<TSignal> signal, TSignal value, {RuntimeTypes.StartOptions}? options = null, string? idempotencyKey = null, {RuntimeTypes.CancellationToken} cancellationToken = default) =>
                new(client.ForTenantOf(options), await client.SignalWithStartAsync({Description(model)}, {argument}, signal, value, options, idempotencyKey, cancellationToken).ConfigureAwait(false));
            """);
    }

    private static void EmitSchedule(SourceWriter w, WorkflowModel model)
    {
        var (parameter, argument) = model.Input is { } input ? ($"{input.Type} input, ", "input") : ("", "default");
        w.Line($"/// <summary>Creates a schedule that starts runs of <see cref=\"{model.RunCref}\"/>. Creating the same one again changes nothing.</summary>");
        w.Lines("""
            /// <param name="id">The schedule's id: 1 to 150 printable characters.</param>
            /// <param name="spec">When it starts runs.</param>
            """);
        if (model.Input is not null)
        {
            w.Line("/// <param name=\"input\">What every run is given.</param>");
        }

        w.Lines($"""
            /// <param name="options">Overlap, catch-up, and how runs are started; null for the defaults.</param>
            /// <param name="cancellationToken">Gives up waiting; the schedule may have been created all the same.</param>
            /// <returns>Completes once the schedule is durable.</returns>
            /// <exception cref="global::Durable.DurableException">Nothing was stored; the code says why.</exception>
            public {RuntimeTypes.Task} CreateScheduleAsync(
                string id, {RuntimeTypes.ScheduleSpec} spec, {parameter}{RuntimeTypes.ScheduleOptions}? options = null, {RuntimeTypes.CancellationToken} cancellationToken = default) =>
                client.Schedules.CreateAsync(id, spec, {Description(model)}, {argument}, options, cancellationToken);
            """);
    }

    private static void EmitUpdateWithStart(SourceWriter w, WorkflowModel model)
    {
        EmitUpdateWithStart(w, model, "", RuntimeTypes.Task, "Completes");
        w.Line();
        EmitUpdateWithStart(w, model, "<TUpdate>", $"{RuntimeTypes.Task}<TUpdate>", "What the update returned,");
    }

    private static void EmitUpdateWithStart(SourceWriter w, WorkflowModel model, string typeParameter, string task, string returns)
    {
        var (parameter, argument) = model.Input is { } input ? ($"{input.Type} input, ", "input") : ("", "default");
        w.Line($"/// <summary>Has an update of a run of <see cref=\"{model.RunCref}\"/> carried out, which is started by the same act unless it exists: <c>run => run.AddAsync(item)</c>.</summary>");
        if (typeParameter.Length > 0)
        {
            w.Line("/// <typeparam name=\"TUpdate\">What the update returns.</typeparam>");
        }

        if (model.Input is not null)
        {
            w.Line("/// <param name=\"input\">What the body is given if the run is started.</param>");
        }

        w.Lines($"""
            /// <param name="update">Calls one update of the run's handle.</param>
            /// <param name="options">Run id, and how to start it; null for the defaults.</param>
            /// <param name="cancellationToken">Gives up starting; the update takes a token of its own.</param>
            /// <returns>{returns} once the update is durable.</returns>
            /// <exception cref="global::Durable.UpdateRefusedException">The update's validator refused it; no run was started.</exception>
            /// <exception cref="global::Durable.DurableException">Nothing was stored; the code says why.</exception>
            public {task} UpdateWithStartAsync{typeParameter}(
                {parameter}global::System.Func<Run, {task}> update, {RuntimeTypes.StartOptions}? options = null, {RuntimeTypes.CancellationToken} cancellationToken = default) =>
                client.UpdateWithStartAsync({Description(model)}, {argument}, static (client, runId) => new Run(client, runId), update, options, cancellationToken);
            """);
    }

    private static void EmitRun(SourceWriter w, WorkflowModel model)
    {
        var result = model.Result is { } payload ? $"<{payload.Type}>" : "";
        w.Lines($"""
            /// <summary>The handle of one run of <see cref="{model.FullName}"/>.</summary>
            {GeneratedFile.Attribute}
            """);
        using (w.Block($"public {model.Names.NewFor(GeneratedMembers.Run)}sealed class Run : {RuntimeTypes.RunHandle}{result}"))
        {
            using (w.Block($"""
                internal Run({RuntimeTypes.DurableClient} client, string runId)
                    : base(client, {Description(model)}, runId)
                """))
            {
            }

            HandleMethodEmitter.Emit(w, model);
        }
    }

    private static string Description(WorkflowModel model) => $"{model.Names.StateMachine}.{model.Names.Description}";
}
