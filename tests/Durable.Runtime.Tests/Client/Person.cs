namespace Durable.Tests.Client;

public sealed record Person(string Name, int Age);
