namespace Durable.Tests.Asks;

internal sealed record Address(string Street, int Number);
