namespace Durable.Generators.Tests.Payloads;

/// <summary>A journal written by yesterday's code is read by today's, as JsonSerializer would read it.</summary>
public sealed class EvolutionTests
{
    private const string Before = "public record Order(string Id, int Count, decimal Price, State State); public enum State { New, Paid }";

    [Theory]
    [InlineData("added optional parameter", "public record Order(string Id, int Count, decimal Price, State State, string Currency = \"EUR\", int? Rank = 7);", """{"Id":"a","Count":2,"Price":1.50,"State":1,"Currency":"EUR","Rank":7}""")]
    [InlineData("added parameter", "public record Order(string Id, int Count, decimal Price, State State, string? Note, int More);", """{"Id":"a","Count":2,"Price":1.50,"State":1,"Note":null,"More":0}""")]
    [InlineData("added member with a start value", "public record Order(string Id, int Count, decimal Price, State State) { public string Currency { get; init; } = \"EUR\"; }", """{"Id":"a","Count":2,"Price":1.50,"State":1,"Currency":"EUR"}""")]
    [InlineData("removed member", "public record Order(string Id, State State);", """{"Id":"a","State":1}""")]
    [InlineData("reordered", "public record Order(State State, decimal Price, int Count, string Id);", """{"State":1,"Price":1.50,"Count":2,"Id":"a"}""")]
    [InlineData("renamed with the old name kept", "public record Order([property: JsonPropertyName(\"Id\")] string Number, int Count, decimal Price, State State);", """{"Id":"a","Count":2,"Price":1.50,"State":1}""")]
    [InlineData("widened numbers", "public record Order(string Id, long Count, double Price, State State);", """{"Id":"a","Count":2,"Price":1.5,"State":1}""")]
    [InlineData("made nullable", "public record Order(string? Id, int? Count, decimal? Price, State? State);", """{"Id":"a","Count":2,"Price":1.50,"State":1}""")]
    [InlineData("from constructor to properties", "public class Order { public string? Id { get; set; } public int Count { get; init; } public required decimal Price { get; init; } public State State { get; set; } }", """{"Id":"a","Count":2,"Price":1.50,"State":1}""")]
    [InlineData("from class to struct", "public readonly record struct Order(string Id, int Count, decimal Price, State State);", """{"Id":"a","Count":2,"Price":1.50,"State":1}""")]
    [InlineData("enum member added", "public record Order(string Id, int Count, decimal Price, State State);", """{"Id":"a","Count":2,"Price":1.50,"State":1}""")]
    public void Payload_ChangedSinceItWasWritten_IsRead(string change, string after, string expected)
    {
        var old = PayloadProject.Build(Before + """ public static class Samples { public static Order Order => new("a", 2, 1.50m, State.Paid); }""");
        var (_, oldType, value) = old.Samples().Single();
        var journal = old.Write(value, oldType);
        var @new = PayloadProject.Build(after + " public enum State { New, Paid, Sent } public static class Samples { public static Order Order => default!; }");
        var newType = @new.Type("Order");

        var read = @new.Read(journal, newType);

        Assert.True(@new.Write(read, newType) == expected, $"{change}: {@new.Write(read, newType)}");
        Differential.AssertReadsAlike(@new, change, newType, journal, Differential.Reference(tuples: false));
    }

    [Fact]
    public void RequiredMember_AddedLater_IsRefusedAsJsonSerializerDoes()
    {
        var project = PayloadProject.Build("""
            public class Order { public string? Id { get; set; } public required string Currency { get; init; } }
            public static class Samples { public static Order Order => new() { Currency = "EUR" }; }
            """);

        var exception = Assert.Throws<System.Text.Json.JsonException>(() => project.Read("""{"Id":"a"}""", project.Type("Order")));

        Assert.Contains("Currency", exception.Message, StringComparison.Ordinal);
    }
}
