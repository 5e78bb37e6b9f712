namespace Durable;

/// <summary>What happens to times that passed while no worker could start the runs. A time counts as missed from one minute on, or when the next one has come as well.</summary>
public enum ScheduleCatchUp
{
    /// <summary>They are left out.</summary>
    None,

    /// <summary>One run is started, for the latest of them.</summary>
    Last,

    /// <summary>
    /// A run is started for each, oldest first; of more than 1,000 for the latest 1,000. Unless the schedule's runs may overlap
    /// (<see cref="ScheduleOverlap.Parallel"/>), one after the other.
    /// </summary>
    All,
}
