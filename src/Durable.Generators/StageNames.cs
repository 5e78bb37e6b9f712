namespace Durable.Generators;

/// <summary>Names of the pipeline's stages, by which tests ask whether a stage ran again.</summary>
internal static class StageNames
{
    /// <summary>One value per attributed class: its model, or null where the class is not valid.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>The models that sources are written from.</summary>
    public const string Model = nameof(Model);

    /// <summary>The names that the assembly's registry is written from.</summary>
    public const string Registry = nameof(Registry);
}
