using Durable;

namespace Shop.Parcels;

[Workflow("parcel", JsonContext = typeof(ParcelJson))]
public partial class ParcelWorkflow
{
    public async Task<Parcel> RunAsync(WorkflowContext ctx, Parcel parcel)
    {
        var (weighed, _) = await WeighAsync(parcel, parcel.Label);
        return weighed;
    }

    [Step] protected virtual Task<(Parcel Parcel, int Grams)> WeighAsync(Parcel parcel, Label? label) => Task.FromResult((parcel, 250));
}
