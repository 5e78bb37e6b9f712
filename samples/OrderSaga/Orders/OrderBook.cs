using System.Text.Json;

namespace OrderSaga.Orders;

/// <summary>The orders to fulfil, and the stock to fulfil them from.</summary>
internal sealed record OrderBook(IReadOnlyDictionary<string, int> Stock, IReadOnlyList<Order> Orders)
{
    /// <exception cref="UserErrorException">The file is missing, no JSON, or holds an order that makes no sense.</exception>
    public static OrderBook Load(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            var book = JsonSerializer.Deserialize(stream, SampleJsonContext.Default.OrderBook)
                ?? throw new UserErrorException($"'{file}' holds no orders.");
            book.Check(file);
            return book;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{file}' cannot be read: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new UserErrorException($"'{file}' is no list of orders: {exception.Message}", exception);
        }
    }

    private void Check(FileInfo file)
    {
        if (Orders.GroupBy(order => order.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { Key: var id })
        {
            throw new UserErrorException($"'{file}' holds the order '{id}' twice.");
        }

        if (Orders.FirstOrDefault(order => order.Lines.Count == 0 || order.Lines.Any(line => line.Quantity < 1)) is { } empty)
        {
            throw new UserErrorException($"'{file}': the order '{empty.Id}' has no lines, or a line with nothing in it.");
        }
    }
}
