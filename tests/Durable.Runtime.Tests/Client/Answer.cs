namespace Durable.Tests.Client;

public sealed record Answer(string Text);
