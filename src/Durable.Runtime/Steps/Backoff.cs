namespace Durable;

/// <summary>How the delay between a step's attempts grows.</summary>
public enum Backoff
{
    /// <summary>Doubles from attempt to attempt: first, 2 × first, 4 × first, ...</summary>
    Exponential,

    /// <summary>Grows by the first delay: first, 2 × first, 3 × first, ...</summary>
    Linear,

    /// <summary>Stays at the first delay.</summary>
    Constant,
}
