using System.Globalization;
using System.Text;

namespace Durable.Generators.Emitting;

/// <summary>Values as C# source text.</summary>
internal static class Literal
{
    public static string Of(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                // Anything a line end or an editor could swallow is spelled out.
                _ when char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029' or '\ufeff' =>
                    text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(character),
            };
        }

        return text.Append('"').ToString();
    }

    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>In the largest unit that holds the value exactly.</summary>
    public static string Of(TimeSpan value)
    {
        var (method, unit) = value.Ticks switch
        {
            0 => ("Zero", 0L),
            var ticks when ticks % TimeSpan.TicksPerDay == 0 => ("FromDays", TimeSpan.TicksPerDay),
            var ticks when ticks % TimeSpan.TicksPerHour == 0 => ("FromHours", TimeSpan.TicksPerHour),
            var ticks when ticks % TimeSpan.TicksPerMinute == 0 => ("FromMinutes", TimeSpan.TicksPerMinute),
            var ticks when ticks % TimeSpan.TicksPerSecond == 0 => ("FromSeconds", TimeSpan.TicksPerSecond),
            var ticks when ticks % TimeSpan.TicksPerMillisecond == 0 => ("FromMilliseconds", TimeSpan.TicksPerMillisecond),
            _ => ("FromTicks", 1L),
        };
        return unit == 0
            ? "global::System.TimeSpan.Zero"
            : $"global::System.TimeSpan.{method}({(value.Ticks / unit).ToString(CultureInfo.InvariantCulture)})";
    }
}
