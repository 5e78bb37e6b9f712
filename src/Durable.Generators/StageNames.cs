namespace Durable.Generators;

/// <summary>Names of the pipeline's stages, by which tests ask whether a stage ran again.</summary>
internal static class StageNames
{
    /// <summary>One value per attributed class: its model, or null where the class is not valid.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>The models that sources are written from.</summary>
    public const string Model = nameof(Model);

    /// <summary>As <see cref="Parse"/>, for classes of shared steps.</summary>
    public const string ParseSharedSteps = nameof(ParseSharedSteps);

    /// <summary>As <see cref="Model"/>, for classes of shared steps.</summary>
    public const string SharedStepsModel = nameof(SharedStepsModel);

    /// <summary>The names that the assembly's registry is written from.</summary>
    public const string Registry = nameof(Registry);
}
