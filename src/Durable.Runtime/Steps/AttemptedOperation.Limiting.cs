using System.Globalization;
using Durable.Journal;

namespace Durable.Steps;

/// <summary>How an attempt gets a permit of its rate limit before it starts.</summary>
/// <remarks>
/// Replay: <c>limited</c> recorded: the permit is taken, and the attempt, whose number stays what it is, may start at the recorded time.
/// Crash before that record: another permit is taken. Crash after it: the attempt starts at that time all the same.
/// </remarks>
internal abstract partial class AttemptedOperation
{
    private bool _isAdmitted;
    private bool _isLimitOnItsWay;

    /// <summary>How often attempts may start; null for no limit.</summary>
    protected virtual StepRateLimit? RateLimit => null;

    /// <summary>The limit's key, parameters filled in; asked on the attempt's thread.</summary>
    protected virtual string GetRateLimitKey() => throw new NotSupportedException();

    /// <summary>Null when the attempt may start now.</summary>
    private ValueTask<AttemptOutcome?> AdmitAsync(CancellationToken cancellationToken) =>
        RateLimit is { } limit && !_isAdmitted ? TakePermitAsync(limit, cancellationToken) : default;

    private async ValueTask<AttemptOutcome?> TakePermitAsync(StepRateLimit limit, CancellationToken cancellationToken)
    {
        var key = GetRateLimitKey();
        var delay = await Run.Services.Limits.TakeAsync(key, limit, cancellationToken).ConfigureAwait(false);
        if (delay <= TimeSpan.Zero)
        {
            return null;
        }

        // Never early: whole milliseconds are what is stored.
        delay = TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
        return limit.OnLimit == OnLimit.Wait
            ? new AttemptOutcome(default, WasStarted: false, Permit: new Permit(key, Run.Time() + (long)delay.TotalMilliseconds))
            : new AttemptOutcome(
                default,
                Error: new ErrorInfo(DurableErrorCodes.RateLimited, string.Create(
                    CultureInfo.InvariantCulture, $"The rate limit '{key}' ({limit.Limit} in {limit.Per}) is reached. Try again in {delay}."))
                {
                    RetryAfter = delay,
                },
                RetryAfter: delay);
    }

    private void WaitForPermit(Permit permit)
    {
        if (_firstStarted == Started)
        {
            // This attempt did not start.
            _firstStarted = 0;
        }

        if (IsCancelRequested)
        {
            Refuse(AttemptOutcome.NotStarted.Error!);
            return;
        }

        _retryDue = _retryRecorded = false;
        _isLimitOnItsWay = true;
        _nextAt = permit.Until;
        Run.Append(new LimitRecord(Id, permit.Key) { Until = permit.Until });
        Run.WaitUntil(_nextAt, this);
    }

    private void PermitRecorded(LimitRecord record)
    {
        _isLimitOnItsWay = false;
        _isAdmitted = true;
        _nextAt = record.Until;
        _retryRecorded = true;
        if (_retryDue)
        {
            TakeUp();
        }
    }
}
