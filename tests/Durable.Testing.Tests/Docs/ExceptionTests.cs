using Durable.Testing;

namespace Durable.Tests.Testing.Docs;

/// <summary>Whatever the library throws can be told apart by its code.</summary>
public sealed class ExceptionTests
{
    // Thrown by authors: in steps, to say how to retry; in tests of a class alone, in the place of the end of a run.
    private static readonly Type[] s_authors = [typeof(NonRetryableException), typeof(RetryAfterException), typeof(CompensationRequestedException), typeof(ContinuedAsNewException)];

    [Fact]
    public void EveryException_HasACode()
    {
        var others = new[] { typeof(DurableException).Assembly, typeof(DurableTestHost).Assembly }
            .SelectMany(static assembly => assembly.GetExportedTypes())
            .Where(static type => type.IsSubclassOf(typeof(Exception)) && type != typeof(DurableException) && !type.IsSubclassOf(typeof(DurableException)));

        Assert.Equal(s_authors.OrderBy(static type => type.Name, StringComparer.Ordinal), others.OrderBy(static type => type.Name, StringComparer.Ordinal));
    }
}
