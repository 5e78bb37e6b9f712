// Processes are started and killed, and times are measured: each test gets the cores for itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
