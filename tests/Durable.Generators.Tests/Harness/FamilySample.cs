namespace Durable.Generators.Tests.Harness;

/// <summary>A workflow spread over files that depend on one another: its steps are inherited, its payloads are elsewhere, its bodies record values.</summary>
internal static class FamilySample
{
    public static readonly string[] Files =
    [
        """
        using System.Threading;
        using System.Threading.Tasks;
        using Durable;

        namespace Family;

        public abstract class SharedSteps<T> where T : notnull
        {
            protected const string Limit = "30s";

            [Step("save", Compensate = nameof(DropAsync), Timeout = Limit)]
            protected virtual Task<T> SaveAsync(T value, int copies = Defaults.Copies, CancellationToken cancellationToken = default) => Task.FromResult(value);

            protected Task DropAsync(T value, int copies) => Task.CompletedTask;

            protected static async Task NoteAsync(WorkflowContext ctx, Task saving)
            {
                await saving;
                ctx.Emit("note", "saved");
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using Durable;

        namespace Family;

        public static partial class Container
        {
            [Workflow("parcel", Version = Defaults.Version)]
            internal partial class ParcelWorkflow : SharedSteps<Parcel>
            {
                public static readonly Signal<List<Label?>> Labelled = new(Defaults.Labelled);

                public async Task<Parcel> RunAsync(WorkflowContext ctx, Parcel parcel)
                {
                    foreach (var label in await ctx.WaitForSignalAsync(Labelled))
                    {
                        parcel = await StickAsync(parcel, label);
                    }

                    var saving = SaveAsync(parcel);
                    await NoteAsync(ctx, saving);
                    return await TellAsync(ctx, await saving);
                }
            }
        }
        """,
        """
        using System.Threading.Tasks;
        using Durable;

        namespace Family;

        partial class Container
        {
            partial class ParcelWorkflow
            {
                [Step] protected virtual ValueTask<Parcel> StickAsync(Parcel parcel, Label? label) => new(parcel with { Label = label });

                private static async Task<Parcel> TellAsync(WorkflowContext ctx, Parcel parcel)
                {
                    await ctx.CheckpointAsync("stuck");
                    return parcel;
                }
            }
        }
        """,
        """
        using System.Collections.Immutable;
        using System.Text.Json.Serialization;

        namespace Family;

        public enum Kind { Small, Large = 5 }

        public sealed record Label(string Text, [property: JsonPropertyName("kind")] Kind Kind = Kind.Large);

        public sealed record Parcel(int Id, ImmutableArray<Label> Labels)
        {
            public Label? Label { get; init; }
        }

        public static class Defaults
        {
            public const int Copies = Version + 1;
            public const int Version = 2;
            public const string Labelled = "labelled";
        }
        """,
    ];
}
