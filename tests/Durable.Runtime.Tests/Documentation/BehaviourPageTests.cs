namespace Durable.Tests.Documentation;

public sealed class BehaviourPageTests
{
    // What only several machines can show comes with the store for them.
    private static readonly string[] s_later = [];

    [Fact]
    public void Page_ListsTheTestsOfToday()
    {
        var page = BehaviourPage.Load();
        if (Environment.GetEnvironmentVariable("DURABLE_ACCEPT_SNAPSHOTS") == "1")
        {
            page.Accept();
            return;
        }

        Assert.True(page.Text == page.Committed, "docs/behaviours.md is stale: run this test with DURABLE_ACCEPT_SNAPSHOTS=1 and commit the page.");
    }

    [Fact]
    public void EveryLine_HasATest() => Assert.Equal(s_later, BehaviourPage.Load().Unproved);

    [Fact]
    public void EveryMark_NamesALine() => Assert.Empty(BehaviourPage.Load().Unknown);
}
