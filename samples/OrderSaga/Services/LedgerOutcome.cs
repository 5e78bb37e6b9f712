namespace OrderSaga.Services;

/// <summary>What a service made of a call.</summary>
internal enum LedgerOutcome
{
    /// <summary>It took effect.</summary>
    Done,

    /// <summary>The same call had taken effect before; the earlier answer was given again.</summary>
    Repeated,

    /// <summary>It had no effect: refused, or the service was busy.</summary>
    Refused,
}
