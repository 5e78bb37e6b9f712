namespace Durable.Generators.Tests.Payloads.Arbitraries;

/// <summary>The ways to declare a member that reading treats differently.</summary>
internal enum MemberStyle
{
    Plain,
    Init,
    Required,
    PrivateSetter,
    Field,
    First,
    Last,
    NotDefault,
}
