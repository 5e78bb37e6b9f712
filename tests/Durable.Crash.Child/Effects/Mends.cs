using System.Globalization;

namespace Durable.Crash.Child.Effects;

/// <summary>What operators have mended for the runs whose steps fail until then: a file each, so that it is not mended again in every life.</summary>
/// <param name="directory">Where the files are.</param>
internal sealed class Mends(string directory)
{
    /// <summary>Mends what makes a run fail for the n-th time.</summary>
    public void Mend(string run, int time)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(PathOf(run, time), "");
    }

    /// <summary>Whether it was mended so often.</summary>
    public bool AreDone(string run, int times) => File.Exists(PathOf(run, times));

    private string PathOf(string run, int time) => Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{run}.{time}"));
}
