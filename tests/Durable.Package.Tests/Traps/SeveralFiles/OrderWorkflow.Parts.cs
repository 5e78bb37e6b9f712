using Durable;

namespace Shop;

public sealed partial record Order(string Id);

partial record Order
{
    public int Lines { get; init; }
}

public partial class OrderWorkflow
{
    public static readonly Signal<Order> Changed = new("changed");
}
