using Durable.Schedules;
using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    private ScheduleClient? _schedules;

    /// <summary>Creates schedules, which start runs by themselves, and sees to them; those of this client's tenant only.</summary>
    public ScheduleClient Schedules => _schedules ??= new ScheduleClient(
        _store, _store.In(RunKey.SpaceOfTenant(Tenant) + ScheduleRuns.Space), _workflows, _payloads, _time, Tenant);
}
