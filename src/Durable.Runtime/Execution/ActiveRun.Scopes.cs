using Durable.Compensation;
using Durable.Conditions;
using Durable.Locks;
using Durable.Scopes;
using Durable.Versioning;

namespace Durable.Execution;

/// <summary>What structures the body without being recorded itself: scopes, conditions, locks.</summary>
internal sealed partial class ActiveRun
{
    private RunConditions? _conditions;
    private RunLocks? _locks;
    private IReadOnlyList<string> _patches = [];

    public RunConditions Conditions => _conditions ??= new RunConditions();

    public RunLocks Locks => _locks ??= new RunLocks(this);

    public RunPatches Patches => field ??= new RunPatches(_patches);

    /// <summary>Runs <paramref name="body"/> as a compensation scope: if it throws, its own steps are undone first.</summary>
    public async Task<T> CompensateOnThrowAsync<T>(string name, Func<Task<T>> body)
    {
        var scope = Scope.Named(NextId(name));
        try
        {
            return await scope.RunAsync(body).ConfigureAwait(true);
        }
        catch
        {
            await SettleAsync(scope).ConfigureAwait(true);
            var unwinding = new Unwinding(this, scope);
            unwinding.Advance();
            await unwinding.Done.ConfigureAwait(true);
            throw;
        }
    }

    /// <summary>Ends what the scope started and nobody awaits: nothing may run on while its neighbours are undone.</summary>
    private async Task SettleAsync(OperationScope scope)
    {
        foreach (var operation in Outstanding().FindAll(operation => operation.Scope.IsWithin(scope)))
        {
            var outcome = operation.OutcomeBeforeUndo();
            if (!operation.IsSettled)
            {
                operation.Cancel();
            }

            if (outcome is not null)
            {
                await outcome.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
