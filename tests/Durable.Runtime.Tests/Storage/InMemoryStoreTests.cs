using Durable.Storage;
using Durable.Storage.InMemory;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

public sealed class InMemoryStoreTests : StoreContract
{
    protected override IRunStore CreateStore() => new InMemoryStore(Time);
}
